using System.Text.Json;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The overview as of now, and as it is pushed: the same frame while nothing changes.</summary>
internal sealed record CurrentOverview(Overview Content, Frame Frame);

/// <summary>
/// The overview, counted at most once a second however many look at it, and not at all while nobody does. What it reads does not grow with the log:
/// gates that wait by their index, and counters that the fold keeps.
/// </summary>
internal sealed class Overviews(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private const string Gates = "select count(*), count(*) filter (where deadline < now()) from gating.gate where waiting";
    private const string Verdicts = "select verdict, times from views.verdict_count where day = $1";
    private const string Results = "select coalesce(sum(results), 0)::bigint from views.result_rate where tens > $1";
    private const string Rejected = "select count(*) from views.rejection where state = 'open'";

    private const string Folds = """
        select c.name, greatest(0, log.last - c.position),
            coalesce((select extract(epoch from now() - e.timestamp)::float8 from gatehouse.mt_events e where e.seq_id > c.position order by e.seq_id limit 1), 0)
        from gatehouse.fold_checkpoint c, (select coalesce(max(seq_id), 0) as last from gatehouse.mt_events) log
        where c.name = any($1)
        """;

    private readonly Fresh<CurrentOverview> current = new(clock, TimeSpan.FromSeconds(1));

    /// <summary>The overview, no older than a second.</summary>
    public ValueTask<CurrentOverview> NowAsync(CancellationToken cancellation) => current.NowAsync(
        async (before, cancel) => await CountAsync(cancel) is var now && before?.Content == now
            ? before
            : new CurrentOverview(now, Frame.Counters(JsonSerializer.SerializeToUtf8Bytes(now, Json.Wire))),
        cancellation);

    public void Dispose() => current.Dispose();

    private async Task<Overview> CountAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Rows.Command(Gates), Rows.Command(Verdicts, day), Rows.Command(Results, Counters.TensOf(now) - Counters.TensOfMinute),
                Rows.Command(Rejected), Rows.Command(Folds, [new[] { Views.FoldName, GateRows.FoldName }]),
            },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (waiting, overdue) = (row.GetInt64(0), row.GetInt64(1));

        var verdicts = new Dictionary<string, long>(StringComparer.Ordinal);
        await row.NextResultAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            verdicts[row.GetString(0)] = row.GetInt64(1);
        }

        var results = await NextCountAsync(row, cancellation);
        var rejected = await NextCountAsync(row, cancellation);
        var lags = new Dictionary<string, FoldLag>(StringComparer.Ordinal);
        await row.NextResultAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            lags[row.GetString(0)] = new FoldLag(row.GetInt64(1), Math.Round(Math.Max(0, row.GetDouble(2)), 1));
        }

        long Of(Verdict verdict) => verdicts.GetValueOrDefault(Counters.Word(verdict));
        FoldLag Behind(string fold) => lags.GetValueOrDefault(fold, new FoldLag(0, 0));
        return new Overview(
            waiting, overdue, day, new VerdictsToday(Of(Verdict.Passed), Of(Verdict.Info), Of(Verdict.Failed)), results,
            new FoldLags(Behind(Views.FoldName), Behind(GateRows.FoldName)), rejected);
    }

    private static async Task<long> NextCountAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        await row.NextResultAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetInt64(0);
    }
}
