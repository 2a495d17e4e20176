using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Builds of an update, each in one line.</summary>
internal static class BuildSummaries
{
    /// <summary>How many builds an update's view holds.</summary>
    public const int Most = 500;

    private const string Now = """
        select subject, outcome, count(*)::int, max(submit_time), sum(times_seen)::bigint
        from views.cell where subject = any($1) group by subject, outcome
        """;

    // Of equal submit times the one recorded later counts, as in the view.
    private const string Then = """
        select subject, outcome, count(*)::int, max(submit_time), sum(times_seen)::bigint from (
            select distinct on (r.cell) c.subject, r.outcome, r.submit_time, count(*) over (partition by r.cell) as times_seen
            from views.result r join gatehouse.mt_events e on e.seq_id = r.seq join views.cell c on c.cell = r.cell
            where r.subject_hash = any($2) and c.subject = any($1) and e.timestamp <= $3
            order by r.cell, r.submit_time desc, r.seq desc) cell
        group by subject, outcome
        """;

    /// <summary>Reads the cells of an update's builds, as of now or (not null) of a past moment.</summary>
    public static NpgsqlBatchCommand Cells(IReadOnlyList<string> builds, DateTimeOffset? at)
    {
        var shown = builds.Take(Most).ToList();
        var keys = shown.Select(b => Subject.OfBuild(b).Key()).ToArray();
        return at is null ? Rows.Command(Now, keys) : Rows.Command(Then, keys, shown.Select(Hash64.Of).ToArray(), at);
    }

    /// <summary>The builds, with what <see cref="Cells"/> reads.</summary>
    public static async Task<IReadOnlyList<BuildSummary>> ReadAsync(NpgsqlDataReader row, IReadOnlyList<string> builds, CancellationToken cancellation)
    {
        var keys = builds.Take(Most).ToDictionary(b => Subject.OfBuild(b).Key());
        var cells = new List<(Guid Subject, string Outcome, int Count, DateTimeOffset Last, long Seen)>();
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
