using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>
/// What is kept of a secret: <c>pbkdf2-sha256$iterations$salt$hash</c>, the last two in base64. It says itself how it
/// was made, so that the number of iterations can grow and older hashes stay good.
/// </summary>
public sealed class SecretHash
{
    /// <summary>
    /// What a refused text is told. The text itself may be a secret that stands in the wrong place, so it is never
    /// shown.
    /// </summary>
    public const string Expected =
        "a hash as deploy/account writes it: pbkdf2-sha256$iterations$salt$hash "
        + "with 100000 to 10000000 iterations, a salt of 16 to 64 bytes and a hash of 32";

    /// <summary>Fewer are guessed too fast.</summary>
    public const int FewestIterations = 100_000;

    /// <summary>More would keep a processor busy for seconds, by a typo.</summary>
    public const int MostIterations = 10_000_000;

    /// <summary>Of hashes that are made now.</summary>
    public const int Iterations = 600_000;

    private const string Method = "pbkdf2-sha256";
    private const int Length = 32;
    private readonly byte[] salt;
    private readonly byte[] hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) =>
        (Rounds, this.salt, this.hash) = (iterations, salt, hash);

    /// <summary>How many iterations it takes to check a secret.</summary>
    public int Rounds { get; }

    /// <summary>A hash of the secret with a salt of its own.</summary>
    public static SecretHash Of(string secret, int iterations = Iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new SecretHash(iterations, salt, Derive(secret, salt, iterations));
    }

    /// <summary>A hash that no secret has, which takes as long to check as a real one.</summary>
    public static SecretHash OfNobody(int iterations) =>
        new(iterations, RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads what <see cref="ToString"/> writes. Null where it is anything else.</summary>
    public static SecretHash? Parse(string text) =>
        text.Split('$') is [Method, var rounds, var salt, var hash]
        && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
        && iterations is >= FewestIterations and <= MostIterations
        && Bytes(salt) is { Length: >= 16 and <= 64 } salted
        && Bytes(hash) is { Length: Length } hashed
            ? new SecretHash(iterations, salted, hashed)
            : null;

    /// <summary>Whether this is the secret's hash. It takes as long whatever the answer is, and that is long.</summary>
    public bool IsOf(string secret) => CryptographicOperations.FixedTimeEquals(Derive(secret, salt, Rounds), hash);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Method}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    private static byte[] Derive(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA256, Length);

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
