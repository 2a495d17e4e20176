using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>The pages for people.</summary>
internal static class DashboardStage
{
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        // Before the writer of JSON, which takes what is left.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemPages>());
        builder.Services.AddSingleton<WaitingFirst>().AddSingleton<LatestVerdicts>().AddSingleton<UpdatePages>().AddSingleton<OverviewPages>();
        builder.Services.AddHttpClient<PolicyPages>(http => (http.BaseAddress, http.Timeout) = (Settings.RequiredHttpUrl(builder.Configuration, "GatingUrl"), TimeSpan.FromSeconds(10)))
            .RemoveAllLoggers();
        return builder;
    }

    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.MapGet("/assets/{version}/{**name}", Embedded.Serve);
        var (list, update, timeline) = (app.Services.GetRequiredService<WaitingFirst>(), app.Services.GetRequiredService<UpdatePages>(), app.Services.GetRequiredService<Timeline>());
        var pages = app.MapGroup("").AddEndpointFilter(Shown.WithoutEmptyAsync).AddEndpointFilter(app.Services.GetRequiredService<AfterSequence>().WaitAsync).ExcludeFromDescription();
        var views = pages.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<Answers>().GiveAsync);
        views.MapGet("/builds/{nvr}", app.Services.GetRequiredService<SubjectEndpoints>().BuildAsync).As<BuildPage>();
        pages.MapGet("/", app.Services.GetRequiredService<OverviewPages>().ReadAsync);
        pages.MapGet("/find", FindPage.GoAsync);
        views.MapGet("/updates", list.SearchAsync).As<UpdatesPage>();
        views.MapGet("/updates/{alias}", update.ReadAsync);
        pages.MapGet("/updates/{alias}/gates/{context}/timeline", timeline.ReadAsync).As<TimelinePage>();
        views.MapGet("/history", HistoryPages.ReadAsync);
        views.MapGet("/flaky", app.Services.GetRequiredService<HistoryEndpoints>().FlakyAsync).As<FlakyPage>();
        pages.MapGet("/rejections", RejectionEndpoints.ListAsync).As<RejectionsPage>();
        pages.MapGet("/rejections/{id}", RejectionPages.ReadAsync);
        pages.MapGet("/policies", (PolicyPages policies, HttpContext context, CancellationToken cancellation) => policies.ReadAsync(context, cancellation));
        return app;
    }
}
