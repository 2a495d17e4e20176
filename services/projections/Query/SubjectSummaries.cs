using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A subject of an update in one line.</summary>
/// <param name="LastTested">The newest submit time among its results; arrival where that was earlier.</param>
/// <param name="Outcomes">How many of its cells show which outcome as their newest.</param>
public sealed record SubjectSummary(string Type, string Id, DateTimeOffset? LastTested, long TimesSeen, IReadOnlyDictionary<string, int> Outcomes);

/// <summary>A build of an update in one line.</summary>
/// <param name="LastTested">The newest submit time among its results; arrival where that was earlier.</param>
/// <param name="Outcomes">How many of its cells show which outcome as their newest.</param>
public sealed record BuildSummary(string Nvr, string Package, DateTimeOffset? LastTested, long TimesSeen, IReadOnlyDictionary<string, int> Outcomes);

/// <summary>Builds and other subjects of an update, each in one line, in the definition's order.</summary>
internal sealed record SubjectSummaries(IReadOnlyList<BuildSummary> Builds, IReadOnlyList<SubjectSummary> Subjects)
{
    /// <summary>How many builds, and how many other subjects, an update's view holds.</summary>
    public const int Most = 500;

    private const string Now = """
        select subject, outcome, count(*)::int, max(time), sum(times_seen)::bigint
        from views.cell where subject = any($1) group by subject, outcome
        """;

    // Whether a result was its cell's newest is known of the moment it was recorded: the last one that was is what the view said then.
    private const string Then = """
        select subject, outcome, count(*)::int, max(time), sum(times_seen)::bigint from (
            select distinct on (r.cell) c.subject, r.outcome, r.time, count(*) over (partition by r.cell) as times_seen
            from views.result r join gatehouse.mt_events e on e.seq_id = r.seq join views.cell c on c.cell = r.cell
            where r.subject_hash = any($2) and c.subject = any($1) and e.timestamp <= $3
            order by r.cell, r.newest desc, r.seq desc) cell
        group by subject, outcome
        """;

    /// <summary>Reads the cells of an update's builds and subjects, as of now or (not null) of a past moment.</summary>
    public static NpgsqlBatchCommand Cells(UpdateContent? content, DateTimeOffset? at)
    {
        var shown = Shown(content).ToList();
        var keys = shown.Select(s => s.Key()).ToArray();
        return at is null ? Rows.Command(Now, keys) : Rows.Command(Then, keys, shown.Select(s => Hash64.Of(s.Id)).ToArray(), at);
    }

    /// <summary>The builds and subjects, with what <see cref="Cells"/> reads.</summary>
    public static async Task<SubjectSummaries> ReadAsync(NpgsqlDataReader row, UpdateContent? content, CancellationToken cancellation)
    {
        var cells = new List<CellsOf>();
        while (await row.ReadAsync(cancellation))
        {
            cells.Add(new CellsOf(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt64(4)));
        }

        var bySubject = cells.ToLookup(c => c.Subject);
        var summaries = Shown(content).Select(subject => Of(subject, [.. bySubject[subject.Key()]])).ToList();
        return new SubjectSummaries(
            [.. summaries.Where(s => s.Type == Subject.Build).Select(s => new BuildSummary(s.Id, Nvr.PackageOf(s.Id), s.LastTested, s.TimesSeen, s.Outcomes))],
            [.. summaries.Where(s => s.Type != Subject.Build)]);
    }

    private static IEnumerable<Subject> Shown(UpdateContent? content) => content is null ? [] : content.Builds.Take(Most).Select(Subject.OfBuild).Concat(content.Subjects.Take(Most));

    private static SubjectSummary Of(Subject subject, List<CellsOf> cells) => new(
        subject.Type, subject.Id, cells.Max(c => (DateTimeOffset?)c.Last), cells.Sum(c => c.Seen),
        new SortedDictionary<string, int>(cells.ToDictionary(c => c.Outcome, c => c.Count), StringComparer.Ordinal));

    private sealed record CellsOf(Guid Subject, string Outcome, int Count, DateTimeOffset Last, long Seen);
}
