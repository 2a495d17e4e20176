using Gatehouse.Contracts;

namespace Gatehouse.Hosting;

/// <summary>Somebody who may write over HTTP.</summary>
/// <param name="Name">The identity that is recorded with what it writes. A broker's user of the same name is the same
/// one.</param>
public sealed record Account(string Name, SecretHash Hash, Permissions Permissions)
{
    /// <summary>What a refused name is told.</summary>
    public const string NameExpected = $"{Word.Expected}, other than {BearerTokens.Shared}";

    /// <summary>
    /// Whether an account can have this name: it has to fit into either form of the header. <c>bearer</c> is what a
    /// shared token stands for.
    /// </summary>
    public static bool IsName(string name) => Word.IsValid(name) && name != BearerTokens.Shared;
}

/// <summary>The accounts of one state of the file. Immutable.</summary>
public sealed class AccountSet
{
    private readonly Dictionary<string, Account> byName;

    public AccountSet(IEnumerable<Account> accounts) =>
        byName = accounts.ToDictionary(a => a.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<Account> All => byName.Values;

    /// <summary>Null where there is no account of this name.</summary>
    public Account? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether any account has it.</summary>
    public bool AnyMay(Permissions permission) => byName.Values.Any(a => a.Permissions.HasFlag(permission));
}
