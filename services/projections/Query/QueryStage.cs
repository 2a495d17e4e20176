using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>The views over HTTP.</summary>
internal static class QueryStage
{
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(OutcomeSettings.Read(builder.Configuration));
        builder.Services.AddHttpClient<GatesThen>(http => (http.BaseAddress, http.Timeout) = (Settings.RequiredHttpUrl(builder.Configuration, "GatingUrl"), TimeSpan.FromSeconds(60)))
            .RemoveAllLoggers();
        builder.Services.AddSingleton<AfterSequence>().AddSingleton<Answers>().AddSingleton<UpdateEndpoints>().AddSingleton<GateEndpoints>().AddSingleton<Timeline>().AddSingleton<HistoryEndpoints>();
        return builder;
    }

    /// <summary>Where every read of the API is: it may wait for what has been written.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) =>
        app.MapGroup("/api/v1").AddEndpointFilter(app.Services.GetRequiredService<AfterSequence>().WaitAsync);

    public static WebApplication MapQuery(this WebApplication app)
    {
        var (updates, gates, timeline, history) = (
            app.Services.GetRequiredService<UpdateEndpoints>(), app.Services.GetRequiredService<GateEndpoints>(),
            app.Services.GetRequiredService<Timeline>(), app.Services.GetRequiredService<HistoryEndpoints>());
        var api = app.MapApi();
        var views = api.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<Answers>().GiveAsync);
        views.MapGet("/results", ResultEndpoints.SearchAsync);
        api.MapGet("/results/{id}", ResultEndpoints.ReadAsync);
        views.MapGet("/builds/{nvr}", SubjectEndpoints.BuildAsync);
        views.MapGet("/subjects/{type}/{id}", SubjectEndpoints.SubjectAsync);
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
