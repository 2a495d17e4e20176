namespace Gatehouse.Projections;

/// <summary>The pages for people.</summary>
internal static class DashboardStage
{
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        // Before the writer of JSON, which takes what is left.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemPages>());
        return builder;
    }

    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.MapGet("/assets/{version}/{**name}", Embedded.Serve);
        var pages = app.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<AfterSequence>().WaitAsync).ExcludeFromDescription();
        pages.MapGet("/builds/{nvr}", SubjectEndpoints.BuildAsync).As<BuildPage>();
        return app;
    }
}
