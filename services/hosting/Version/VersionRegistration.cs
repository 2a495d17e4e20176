using Gatehouse.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Hosting;

internal static class VersionRegistration
{
    private static readonly string[] Always = ["/health", "/metrics"];

    /// <summary>Has the service watch whether it is too old for the log.</summary>
    public static WebApplicationBuilder AddVersionWatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<VersionWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<VersionWatch>());
        builder.Services.AddHealthChecks().AddCheck<VersionWatch>("version");
        return builder;
    }

    /// <summary>
    /// While it is, every request is answered 503 with the reason, but for health and metrics: what it would read may
    /// be of a form that it does not know, and what it would write nobody could fold.
    /// </summary>
    public static void UseVersionWatch(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<VersionWatch>();
        app.Use((context, next) => watch.Refusal is { } refusal && !Always.Any(path =>
            context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
            ? RefuseAsync(context, refusal.Message)
            : next(context));
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.Headers.RetryAfter = "5";
        return Results.Problem(
            why,
            statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: [new("errors", new[] { new Reason("", why) })])
            .ExecuteAsync(context);
    }
}
