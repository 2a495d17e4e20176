using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>Beside the stages, where it is wanted: old streams become archived ones.</summary>
internal static class ArchiveStage
{
    public static WebApplicationBuilder AddArchive(this WebApplicationBuilder builder)
    {
        builder.AddTables(ArchiveFence.Tables);
        builder.Services.AddSingleton<ArchiveFence>();
        var after = Settings.Age(builder.Configuration, "ArchiveAfter");
        builder.Services.AddSingleton(new ArchiveAge(after ?? TimeSpan.MaxValue));
        if (after is not null)
        {
            builder.AddLeaderWork<Archiver>();
        }

        return builder;
    }
}

/// <summary>How old the events of a stream are when it is archived.</summary>
internal sealed record ArchiveAge(TimeSpan Age);
