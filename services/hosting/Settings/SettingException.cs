namespace Gatehouse.Hosting;

/// <summary>
/// A setting that cannot be used. The message is one line for the operator: which variable, what was expected, what was found.
/// It ends the start of the service, never one that has begun to work.
/// </summary>
public sealed class SettingException(string variable, string expected, string? found)
    : Exception($"{variable}: expected {expected}, found {(string.IsNullOrEmpty(found) ? "nothing" : $"'{found}'")}")
{
    /// <summary>The environment variable, as an operator writes it: <c>Gatehouse__Postgres</c>.</summary>
    public string Variable { get; } = variable;
}
