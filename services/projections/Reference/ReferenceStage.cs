using Gatehouse.Hosting;
using Scalar.AspNetCore;

namespace Gatehouse.Projections;

/// <summary>What the API is: <c>/openapi/v1.json</c> for machines, <c>/docs</c> for people. The page asks no other host for anything.</summary>
internal static class ReferenceStage
{
    public const string Document = "/openapi/v1.json";

    public static WebApplication MapReference(this WebApplication app)
    {
        app.MapGet(Document, (HttpContext context) =>
            new Parameters(context.Request.Query).Errors is { Count: > 0 } errors ? Problem.BadRequest(errors) : new View(ApiDocument.Json));
        app.MapScalarApiReference("/docs", page => page
            .WithTitle("Gatehouse")
            .WithOpenApiRoutePattern(Document)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
        return app;
    }
}
