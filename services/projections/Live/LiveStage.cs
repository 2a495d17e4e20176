using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>What happens, as it happens.</summary>
internal static class LiveStage
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveLog>().AddSingleton<Tail>().AddSingleton<Overviews>().AddSingleton<StreamEndpoint>();
        return builder;
    }

    public static WebApplication MapLive(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapGet("/stream", (HttpContext context, StreamEndpoint stream, CancellationToken cancellation) => stream.OpenAsync(context, cancellation));
        api.MapGet("/overview", OverviewAsync);
        return app;
    }

    private static async Task<IResult> OverviewAsync(HttpContext context, Overviews overviews, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        return query.Errors.Count > 0 ? Problem.BadRequest(query.Errors) : new View((await overviews.NowAsync(cancellation)).Content);
    }
}
