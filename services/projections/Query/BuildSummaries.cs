using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Builds of an update, each in one line.</summary>
internal static class BuildSummaries
{
    /// <summary>How many builds an update's view holds.</summary>
    public const int Most = 500;

    private const string Sql = """
        select subject, outcome, count(*)::int, max(submit_time), sum(times_seen)::bigint
        from views.cell where subject = any($1) group by subject, outcome
        """;

    public static async Task<IReadOnlyList<BuildSummary>> OfAsync(NpgsqlConnection connection, IReadOnlyList<string> builds, CancellationToken cancellation)
    {
        var keys = builds.Take(Most).ToDictionary(b => Subject.OfBuild(b).Key());
        var cells = new List<(Guid Subject, string Outcome, int Count, DateTimeOffset Last, long Seen)>();
        await using var command = connection.Command(Sql, keys.Keys.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            cells.Add((row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt64(4)));
        }

        var byBuild = cells.ToLookup(c => c.Subject);
        return [.. keys.Select(build => Of(build.Value, [.. byBuild[build.Key]]))];
    }

    private static BuildSummary Of(string build, List<(Guid Subject, string Outcome, int Count, DateTimeOffset Last, long Seen)> cells) => new(
        build, Nvr.PackageOf(build), cells.Max(c => (DateTimeOffset?)c.Last), cells.Sum(c => c.Seen), new SortedDictionary<string, int>(cells.ToDictionary(c => c.Outcome, c => c.Count)));
}
