using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Hosting;

/// <summary>Where a token is configured, writes need it. Without one, the door is as open as the network around it.</summary>
public sealed class Bearer(string? token)
{
    private const string Missing = "this needs the configured bearer token";

    /// <summary>The identity recorded with a fact whose sender showed the token.</summary>
    public const string Identity = "bearer";

    private readonly byte[]? expected = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>A filter of endpoints: a request without the token is answered 401.</summary>
    public ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (expected is null)
        {
            return next(context);
        }

        if (IsShownBy(context.HttpContext.Request.Headers.Authorization))
        {
            context.HttpContext.Items[typeof(Bearer)] = Identity;
            return next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(TypedResults.Problem(
            Missing, statusCode: StatusCodes.Status401Unauthorized, extensions: [new("errors", new[] { new Reason("", Missing) })]));
    }

    /// <summary>Who sent this request; null where nobody had to say.</summary>
    public static string? IdentityOf(HttpContext context) => context.Items[typeof(Bearer)] as string;

    // Hashes of one length, compared in constant time, tell nothing of the token.
    private bool IsShownBy(string? header) =>
        AuthenticationHeaderValue.TryParse(header, out var shown)
        && shown is { Scheme: var scheme, Parameter: { } parameter }
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(parameter)), expected);
}
