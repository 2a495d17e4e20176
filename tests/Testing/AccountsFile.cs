using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Hosting;

namespace Gatehouse.Testing;

/// <summary>
/// An accounts file of a test's own, for <c>Gatehouse__Accounts</c>. What an account's secret is follows from its name.
/// </summary>
public sealed class AccountsFile : IDisposable
{
    // Made once each: that takes a moment, on purpose.
    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);

    public AccountsFile(params (string Name, string Permissions)[] accounts) => Write(accounts);

    /// <summary>Where it lies.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>The whole token, as people paste it.</summary>
    public static string Token(string name) => $"{name}.the-secret-of-{name}";

    public static AuthenticationHeaderValue Bearer(string name) => new("Bearer", Token(name));

    public static AuthenticationHeaderValue Basic(string name) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:the-secret-of-{name}")));

    /// <summary>Replaces what stands there.</summary>
    public void Write(params (string Name, string Permissions)[] accounts) =>
        File.WriteAllText(Path, string.Concat(accounts.Prepend(default).Select(Entry)));

    public void Dispose() => File.Delete(Path);

    private string Entry((string Name, string Permissions) account)
    {
        if (account.Name is not { } name)
        {
            return "# made by a test\n";
        }

        if (!hashes.TryGetValue(name, out var hash))
        {
            hashes[name] = hash = SecretHash.Of($"the-secret-of-{name}", SecretHash.FewestIterations).ToString();
        }

        return $"- {{ name: \"{name}\", hash: \"{hash}\", permissions: [{account.Permissions}] }}\n";
    }
}
