using Gatehouse.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Projections;

/// <summary>What others answer for, passed on as it came, so that a client needs one base URL: writes to ingest, policies to gating.</summary>
internal static class ForwardStage
{
    public static WebApplicationBuilder AddForward(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(new ForwardTargets(
            Settings.RequiredHttpUrl(builder.Configuration, "IngestUrl").ToString(), Settings.RequiredHttpUrl(builder.Configuration, "GatingUrl").ToString()));
        return builder;
    }

    public static WebApplication MapForward(this WebApplication app)
    {
        var targets = app.Services.GetRequiredService<ForwardTargets>();
        foreach (var path in new[] { "/results", "/updates", "/waivers", "/rejections/{id}/retry", "/rejections/{id}/discard", "/redactions" })
        {
            Forward(app, HttpMethods.Post, path, targets.Ingest);
        }

        Forward(app, HttpMethods.Get, "/policies", targets.Gating);
        foreach (var path in new[] { "/policies/validate", "/policies/reload", "/policies/backtest" })
        {
            Forward(app, HttpMethods.Post, path, targets.Gating);
        }

        foreach (var method in new[] { HttpMethods.Post, HttpMethods.Delete })
        {
            app.MapForwarder("/api/v1/updates/{alias}/gates/{context}/release", targets.Gating, ForwarderRequestConfig.Empty, new ReleaseTransformer())
                .WithMetadata(new HttpMethodMetadata([method]));
        }

        return app;
    }

    private static void Forward(WebApplication app, string method, string path, string to) =>
        app.MapForwarder("/api/v1" + path, to, ForwarderRequestConfig.Empty, new CallerTransformer())
            .WithMetadata(new HttpMethodMetadata([method]));
}

/// <summary>The base URLs of the other two services.</summary>
internal sealed record ForwardTargets(string Ingest, string Gating);
