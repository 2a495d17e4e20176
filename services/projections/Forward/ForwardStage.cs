using Gatehouse.Hosting;

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
        foreach (var path in new[] { "/api/v1/results", "/api/v1/updates", "/api/v1/waivers", "/api/v1/rejections/{id}/retry" })
        {
            app.MapForwarder(path, targets.Ingest).WithMetadata(new HttpMethodMetadata([HttpMethods.Post]));
        }

        app.MapForwarder("/api/v1/policies/{**rest}", targets.Gating);
        return app;
    }
}

/// <summary>The base URLs of the other two services.</summary>
internal sealed record ForwardTargets(string Ingest, string Gating);
