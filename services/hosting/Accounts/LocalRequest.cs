using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Hosting;

/// <summary>
/// Whether a request was made on this machine. The connection has to come from a loopback address, and nothing in the
/// request may say that it was made elsewhere: headers can only take this away, never give it, so nobody gains by
/// forging one. Projections adds the address of whoever asked it (<see cref="ForwardedFor"/>) to all that it passes on,
/// so that its own connection vouches for nobody.
/// </summary>
/// <remarks>
/// A web page of a stranger, shown by a browser on this machine, connects from loopback too: it gives itself away by
/// where it comes from (<c>Origin</c>, <c>Sec-Fetch-Site</c>), or by the name that it had resolved to this machine
/// (<c>Host</c>).
/// </remarks>
public static class LocalRequest
{
    /// <summary>The addresses that a request was passed on for, the nearest one last.</summary>
    public const string ForwardedFor = "X-Forwarded-For";

    // Whoever adds one of these speaks for others. X-Original-For is what the framework leaves where it was told to
    // believe such headers.
    private static readonly string[] Proxies = ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host", "X-Original-For"];

    public static bool Is(HttpContext context)
    {
        var headers = context.Request.Headers;
        return IsLoopback(context.Connection.RemoteIpAddress)
            && !Proxies.Any(headers.ContainsKey)
            && Addresses(headers[ForwardedFor])
                .All(address => IPAddress.TryParse(address, out var ip) && IsLoopback(ip))
            && IsHere(context.Request.Host.Host)
            && IsOfThisSite(headers.Origin, context.Request.Host)
            && headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none");
    }

    private static IEnumerable<string> Addresses(StringValues header) =>
        header.SelectMany(line => (line ?? "").Split(',')).Select(address => address.Trim());

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IsLoopback(ip));

    private static bool IsOfThisSite(StringValues origin, HostString host) =>
        origin.All(o =>
            Uri.TryCreate(o, UriKind.Absolute, out var url) && HostString.FromUriComponent(url.Authority).Equals(host));
}
