using System.Net.Http.Headers;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>What an <c>Authorization</c> header shows. It never gives itself away as text.</summary>
/// <param name="Token">The whole bearer token; null where it came as Basic.</param>
/// <param name="Name">Whose it claims to be; null where the token names nobody.</param>
/// <param name="Secret">What proves it.</param>
internal sealed record Credentials(string? Token, string? Name, string? Secret)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Basic is <c>name:secret</c>, bearer <c>name.secret</c>: the name ends at the last dot, so names may hold dots
    /// and secrets must not. A token without a dot names nobody; it may be one that is configured by itself. Null for
    /// whatever is neither.
    /// </summary>
    public static Credentials? Of(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var shown)
            || shown is not { Scheme: var scheme, Parameter: { Length: > 0 } parameter })
        {
            return null;
        }

        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            var dot = parameter.LastIndexOf('.');
            return dot < 0 ? new Credentials(parameter, null, null)
                : new Credentials(parameter, parameter[..dot], parameter[(dot + 1)..]);
        }

        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            && Decode(parameter)?.Split(':', 2) is [var name, var secret]
            ? new Credentials(null, name, secret)
            : null;
    }

    public override string ToString() => $"credentials of {Name ?? "nobody"}";

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        try
        {
            return Convert.TryFromBase64String(base64, bytes, out var length) ? Strict.GetString(bytes, 0, length)
                : null;
        }
        catch (DecoderFallbackException)
        {
            // No text, so nobody's name.
            return null;
        }
    }
}
