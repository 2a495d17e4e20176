using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Hosting;

/// <summary>Where tokens are configured, writes need one of them. Without any, the door is as open as the network around it.</summary>
/// <param name="tokens">By whom they stand for: who that is, is recorded with what is written.</param>
public sealed class Bearer(IReadOnlyDictionary<string, string> tokens)
{
    private const string Missing = "this needs the configured bearer token";

    private readonly List<(string Identity, byte[] Hash)> expected = [.. tokens.Select(t => (t.Key, SHA256.HashData(Encoding.UTF8.GetBytes(t.Value))))];

    /// <summary>A filter of endpoints: a request without the token is answered 401.</summary>
    public ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (expected.Count == 0)
        {
            return next(context);
        }

        if (WhoShows(context.HttpContext.Request.Headers.Authorization) is { } identity)
        {
            context.HttpContext.Items[typeof(Bearer)] = identity;
            return next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(TypedResults.Problem(
            Missing, statusCode: StatusCodes.Status401Unauthorized, extensions: [new("errors", new[] { new Reason("", Missing) })]));
    }

    /// <summary>Who sent this request; null where nobody had to say.</summary>
    public static string? IdentityOf(HttpContext context) => context.Items[typeof(Bearer)] as string;

    // Hashes of one length, all compared in constant time, tell nothing of the tokens.
    private string? WhoShows(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var shown)
            || shown is not { Scheme: var scheme, Parameter: { } parameter }
            || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(parameter));
        string? found = null;
        foreach (var (identity, token) in expected)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, token) ? identity : found;
        }

        return found;
    }
}
