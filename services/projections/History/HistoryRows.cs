using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The rows of histories.</summary>
internal static class HistoryRows
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "package, testcase, scenario, arch, time, submit_time, outcome, history";

    /// <summary>Where the key stands in <see cref="Select"/>.</summary>
    public const int Key = 8;

    public const string Select = $"select {Columns}, key from check_history where key = any($1)";

    private const string SaveChecks = """
        insert into check_history as c (key, package, testcase, scenario, arch, time, submit_time, outcome, score, history)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (key) do update set (time, submit_time, outcome, score, history) =
            (excluded.time, excluded.submit_time, excluded.outcome, excluded.score, excluded.history)
        """;

    private const string SaveTurnarounds = """
        insert into turnaround as t (testcase, bucket, runs) select * from unnest($1, $2, $3)
        on conflict (testcase, bucket) do update set runs = t.runs + excluded.runs
        """;

    /// <summary>The keys of the checks that results belong to.</summary>
    public static Guid[] KeysOf(IEnumerable<ResultRecorded> results, PageKeys keys) =>
        
    [
        .. results.Where(r => r.Subject.Type == Subject.Build).SelectMany(r => r.Cells).Select(cell => keys.Of(Nvr.PackageOf(cell.Subject.Id), cell)).Distinct(),
    ];

    public static CheckHistory Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), ReadRun(row, 4),
        row.IsDBNull(7) ? null : Packed.Read<RunDays>(row.GetFieldValue<byte[]>(7)));

    /// <summary>A run whose columns (time, submit_time, outcome) begin there.</summary>
    public static Run ReadRun(NpgsqlDataReader row, int column) => new(row.GetFieldValue<DateTimeOffset>(column), row.TimeOrNull(column + 1), row.GetString(column + 2));

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
                checks.Select(c => c.Value.Newest.Time).ToArray(),
                checks.Select(c => c.Value.Newest.Sent).ToArray(),
                checks.Select(c => c.Value.Newest.Outcome).ToArray(),
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
