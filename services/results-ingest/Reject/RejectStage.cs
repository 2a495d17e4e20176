using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>What is kept of refused messages, and for how long.</summary>
internal static class RejectStage
{
    public static WebApplicationBuilder AddReject(this WebApplicationBuilder builder)
    {
        builder.AddTables(RejectionBodies.Tables);
        var settings = BodySettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        return settings.Limits ? builder.AddLeaderWork<BodyRemoval>() : builder;
    }
}
