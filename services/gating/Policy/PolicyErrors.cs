namespace Gatehouse.Gating;

/// <summary>
/// What is wrong with one file, in the order of its lines: each mistake once, however often an alias repeats it, and no more of them than anybody reads, so
/// that a refusal never costs more than the text that it refuses.
/// </summary>
internal sealed class PolicyErrors(string file)
{
    private const int Most = 1_000;

    private readonly HashSet<PolicyError> errors = [];

    public bool Any => errors.Count > 0;

    public int Count => errors.Count;

    public void Add(int line, string message)
    {
        if (errors.Count < Most)
        {
            errors.Add(new PolicyError(file, line, message));
        }
    }

    public IEnumerable<PolicyError> InOrder() => errors.OrderBy(e => e.Line)
        .Concat(errors.Count < Most ? [] : [new PolicyError(file, 0, $"more than {Most} mistakes: the rest is not listed")]);

    /// <summary>A stranger's text for a message: not longer than a reader bears.</summary>
    public static string Quoted(string text) => text.Length <= 100 ? $"'{text}'" : $"'{text[..(char.IsHighSurrogate(text[98]) ? 98 : 99)]}…'";
}
