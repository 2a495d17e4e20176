using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The rows of histories.</summary>
internal static class HistoryRows
{
    public const string Select = "select package, testcase, scenario, arch, submit_time, outcome, history, key from check_history where key = any($1)";

    private const string SaveChecks = """
        insert into check_history as c (key, package, testcase, scenario, arch, submit_time, outcome, score, history)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (key) do update set (submit_time, outcome, score, history) = (excluded.submit_time, excluded.outcome, excluded.score, excluded.history)
        """;

    private const string SaveTurnarounds = """
        insert into turnaround as t (testcase, bucket, runs) select * from unnest($1, $2, $3)
        on conflict (testcase, bucket) do update set runs = t.runs + excluded.runs
        """;

    /// <summary>The keys of the checks that results belong to.</summary>
    public static Guid[] KeysOf(IEnumerable<ResultRecorded> results, PageKeys keys) =>
        [.. results.Where(r => r.Subject.Type == Subject.Build).Select(r => keys.Of(Nvr.PackageOf(r.Subject.Id), r)).Distinct()];

    public static CheckHistory Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5),
        row.IsDBNull(6) ? null : Packed.Read<RunDays>(row.GetFieldValue<byte[]>(6)));

    public static CellHistory? ReadCell(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Packed.Read<CellHistory>(row.GetFieldValue<byte[]>(column));

    public static byte[]? PackedOrNull<T>(T? history) where T : class => history is null ? null : Packed.Of(history);

    public static IEnumerable<NpgsqlBatchCommand> Commands(ViewsPage page)
    {
        if (page.Checks.Count > 0)
        {
            var checks = page.Checks.OrderBy(c => c.Key).ToList();
            yield return Rows.Command(
                SaveChecks,
                checks.Select(c => c.Key).ToArray(),
                checks.Select(c => c.Value.Package).ToArray(),
                checks.Select(c => c.Value.Testcase).ToArray(),
                checks.Select(c => c.Value.Scenario).ToArray(),
                checks.Select(c => c.Value.Arch).ToArray(),
                checks.Select(c => c.Value.SubmitTime).ToArray(),
                checks.Select(c => c.Value.Outcome).ToArray(),
                checks.Select(c => c.Value.Score()).ToArray(),
                checks.Select(c => PackedOrNull(c.Value.Days)).ToArray());
        }

        if (page.Turnarounds.Count > 0)
        {
            var turnarounds = page.Turnarounds.OrderBy(t => t.Key).ToList();
            yield return Rows.Command(
                SaveTurnarounds, turnarounds.Select(t => t.Key.Testcase).ToArray(), turnarounds.Select(t => t.Key.Bucket).ToArray(), turnarounds.Select(t => t.Value).ToArray());
        }
    }
}
