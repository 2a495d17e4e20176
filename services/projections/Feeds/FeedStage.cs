namespace Gatehouse.Projections;

/// <summary>Verdicts as Atom feeds.</summary>
internal static class FeedStage
{
    public static WebApplicationBuilder AddFeeds(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FeedEndpoints>();
        return builder;
    }

    public static WebApplication MapFeeds(this WebApplication app)
    {
        var (after, answers) = (app.Services.GetRequiredService<AfterSequence>(), app.Services.GetRequiredService<Answers>());
        app.Services.GetRequiredService<FeedEndpoints>().Map(app.MapGroup("/feeds").AddEndpointFilter(after.WaitAsync).AddEndpointFilter(answers.GiveAsync));
        return app;
    }
}
