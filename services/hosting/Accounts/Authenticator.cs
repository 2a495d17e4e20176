using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>
/// Tells who somebody is by what they show: an account of the file, or one of the tokens that are configured by
/// themselves, which may publish and waive and nothing else. The same for Basic and bearer, for every door.
/// </summary>
public sealed class Authenticator
{
    /// <summary>
    /// What tokens that stand in the environment may do: what they could be trusted with, not what they could once do.
    /// </summary>
    public const Permissions OfTokens = Permissions.Publish | Permissions.Waive;

    private readonly List<(string Identity, byte[] Hash)> tokens;
    private volatile Verifications? verifications;

    /// <param name="tokens">Tokens by whom they stand for.</param>
    /// <param name="accounts">Null where no file is configured.</param>
    public Authenticator(IReadOnlyDictionary<string, string> tokens, AccountSet? accounts)
    {
        this.tokens = [.. tokens.Select(t => (t.Key, SHA256.HashData(Encoding.UTF8.GetBytes(t.Value))))];
        verifications = accounts is null ? null : new Verifications(accounts);
    }

    /// <summary>Whether anybody has to show anything.</summary>
    public bool IsConfigured => HasAccounts || tokens.Count > 0;

    /// <summary>Whether there is an accounts file.</summary>
    public bool HasAccounts => verifications is not null;

    /// <summary>The accounts of this moment; null where no file is configured.</summary>
    public AccountSet? Accounts => verifications?.Accounts;

    /// <summary>Whether anybody at all may do this.</summary>
    public bool AnyMay(Permissions permission) =>
        (tokens.Count > 0 && OfTokens.HasFlag(permission)) || Accounts?.AnyMay(permission) == true;

    /// <summary>From now on these accounts hold, and what was remembered of others is forgotten.</summary>
    public void Take(AccountSet accounts) => verifications = new Verifications(accounts);

    /// <summary>Who shows this header.</summary>
    public async ValueTask<Authentication> AuthenticateAsync(string? header, CancellationToken cancellation)
    {
        if (Credentials.Of(header) is not { } shown)
        {
            return Authentication.None;
        }

        if (shown.Token is { } token && IdentityOf(token) is { } identity)
        {
            return new Authentication(new Caller(identity, OfTokens), false);
        }

        if (verifications is not { } now || shown is not { Name: { } name, Secret: { } secret })
        {
            return Authentication.None;
        }

        var (account, busy) = await now.CheckAsync(name, secret, cancellation);
        return new Authentication(account is null ? null : new Caller(account.Name, account.Permissions), busy);
    }

    // Hashes of one length, all compared in constant time, tell nothing of the tokens.
    private string? IdentityOf(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        string? found = null;
        foreach (var (identity, expected) in tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, expected) ? identity : found;
        }

        return found;
    }
}

/// <summary>What came of it.</summary>
/// <param name="Caller">Null for nobody.</param>
/// <param name="Busy">Too many are being checked already: whether it is somebody is not known.</param>
public sealed record Authentication(Caller? Caller, bool Busy)
{
    /// <summary>Nothing was shown that anybody could have.</summary>
    public static readonly Authentication None = new(null, false);
}
