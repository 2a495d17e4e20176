using Microsoft.AspNetCore.Http;

namespace Gatehouse.Hosting;

/// <summary>Who sent a request, and what they may do.</summary>
/// <param name="Name">The identity that is recorded; null where nobody had to say, and so nobody vouched.</param>
public sealed record Caller(string? Name, Permissions Permissions)
{
    /// <summary>
    /// Who writes where nobody is asked: whoever reaches the port may bring facts; the rest goes by where they are.
    /// </summary>
    internal static readonly Caller Anybody = new(null, Permissions.Publish | Permissions.Waive);

    /// <summary>
    /// Whether the account says so. Where nothing is configured it also matters where the request was made:
    /// <see cref="Access.Refusal"/> knows.
    /// </summary>
    public bool May(Permissions permission) => Permissions.HasFlag(permission);

    /// <summary>Who sent this request. Only behind a filter of <see cref="AccessFilters"/>, which finds out.</summary>
    public static Caller Of(HttpContext context) =>
        context.Items[typeof(Caller)] as Caller
            ?? throw new InvalidOperationException($"nobody asked who sends {context.Request.Path}");

    internal static Caller? Found(HttpContext context) => context.Items[typeof(Caller)] as Caller;

    internal void Keep(HttpContext context) => context.Items[typeof(Caller)] = this;
}
