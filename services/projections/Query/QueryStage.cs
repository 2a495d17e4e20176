using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>The views over HTTP.</summary>
internal static class QueryStage
{
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<GatesThen>(http => (http.BaseAddress, http.Timeout) = (Settings.RequiredHttpUrl(builder.Configuration, "GatingUrl"), TimeSpan.FromSeconds(60)))
            .RemoveAllLoggers();
        builder.Services.AddSingleton<AfterSequence>().AddSingleton<Answers>().AddSingleton<UpdateEndpoints>().AddSingleton<GateEndpoints>().AddSingleton<Timeline>().AddSingleton<HistoryEndpoints>();
        builder.Services.AddSingleton<WordsInForce>().AddSingleton<ResultEndpoints>().AddSingleton<SubjectEndpoints>();
        return builder;
    }

    /// <summary>Where every read of the API is: it may wait for what has been written.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) =>
        app.MapGroup("/api/v1").AddEndpointFilter(app.Services.GetRequiredService<AfterSequence>().WaitAsync);

    public static WebApplication MapQuery(this WebApplication app)
    {
        var (results, subjects, history) = (
            app.Services.GetRequiredService<ResultEndpoints>(), app.Services.GetRequiredService<SubjectEndpoints>(),
            app.Services.GetRequiredService<HistoryEndpoints>());
        var (updates, gates, timeline) = (
            app.Services.GetRequiredService<UpdateEndpoints>(), app.Services.GetRequiredService<GateEndpoints>(), app.Services.GetRequiredService<Timeline>());
        var api = app.MapApi();
        var views = api.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<Answers>().GiveAsync);
        views.MapGet("/results", results.SearchAsync);
        api.MapGet("/results/{id}", results.ReadAsync);
        views.MapGet("/builds/{nvr}", subjects.BuildAsync);
        views.MapGet("/subjects/{type}/{id}", subjects.SubjectAsync);
        views.MapGet("/updates", updates.SearchAsync);
        views.MapGet("/updates/{alias}", updates.ReadAsync);
        views.MapGet("/updates/{alias}/gates/{context}", gates.ReadAsync);
        api.MapGet("/updates/{alias}/gates/{context}/timeline", timeline.ReadAsync);
        views.MapGet("/history", history.ReadAsync);
        views.MapGet("/flaky", history.FlakyAsync);
        api.MapGet("/rejections", RejectionEndpoints.ListAsync);
        api.MapGet("/rejections/{id}", RejectionEndpoints.ReadAsync);
        api.MapGet("/rejections/{id}/body", RejectionEndpoints.BodyAsync);
        return app;
    }
}
