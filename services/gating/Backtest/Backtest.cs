using System.Data;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Decides history again under a draft and compares it with what was said. It touches nothing: its transactions are read-only. It goes through updates
/// page by page, so its memory is bounded by the builds of a page.
/// </summary>
public sealed class Backtest(NpgsqlDataSource database, FoldProgress progress)
{
    private const string Aliases = "200";
    private const int Builds = 3_000;

    private const string Updates = $"""
        select page.alias, coalesce(cardinality(u.builds), 0) from (
            select d.alias from views.definition d join gatehouse.mt_events e on e.seq_id = d.seq
            where d.alias > $1 and e.timestamp >= $2 and e.timestamp < $3
            group by d.alias order by d.alias limit {Aliases}) page
        left join views.update u using (alias) order by page.alias
        """;

    private const string Said = $"""
        select {LogEvent.Columns} from gatehouse.mt_events e where e.stream_id = any($1) and e.type = any($2) order by e.seq_id
        """;

    private static readonly string[] Sayings =
        [.. new[] { typeof(GateOpened), typeof(GateCompleted), typeof(GateChanged), typeof(GateClosed) }.Select(StoredEvents.NameOf)];

    private static readonly string[] Folds = ["views", Gating.Gates.FoldName];

    /// <summary>
    /// Compares all revisions that started in the range. Null if views or gates lag too far behind the log to be
    /// compared with.
    /// </summary>
    /// <exception cref="OutdatedException">The log is too new for us.</exception>
    public async Task<BacktestReport?> RunAsync(PolicySet draft, DateTimeOffset? since, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await LogVersion.CheckAsync(connection, cancellation);
        if (!await progress.CaughtUpAsync(Folds, cancellation))
        {
            return null;
        }

        var report = new BacktestReport { Since = since, Until = until, PolicySet = draft.Hash };
        var last = "";
        while (true)
        {
            // A transaction a page: one that stays open for long would keep the database from cleaning up.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await connection.RunAsync("set transaction read only", cancellation);
            await LogVersion.CheckAsync(connection, cancellation);
            var page = await PageAsync(connection, last, since, until, cancellation);
            if (page.Count == 0)
            {
                return report;
            }

            await CompareAsync(connection, page, draft, report, cancellation);
            last = page[^1];
        }
    }

    /// <summary>The next updates; as many as have together no more builds than an update may have.</summary>
    private static async Task<List<string>> PageAsync(
        NpgsqlConnection connection, string after, DateTimeOffset? since, DateTimeOffset until, CancellationToken cancellation)
    {
        var (page, builds) = (new List<string>(), 0);
        await using var command = connection.Command(Updates, after, since ?? Limits.EarliestTime, until);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            builds += row.GetInt32(1);
            if (page.Count > 0 && builds > Builds)
            {
                break;
            }

            page.Add(row.GetString(0));
        }

        return page;
    }

    private async Task CompareAsync(NpgsqlConnection connection, List<string> aliases, PolicySet draft, BacktestReport report, CancellationToken cancellation)
    {
        var past = new Past(connection);
        var own = await past.OwnAsync(aliases, report.Until, cancellation);
        var recorded = await RecordedAsync(connection, own, report.Until, cancellation);
        var run = new DraftRun(draft, recorded.Deadlines.Concat(await past.NotedAsync(own, report.Until, cancellation)));
        await foreach (var fact in past.ReportedAsync(own, report.Until, cancellation))
        {
            run.Take(fact);
            report.Facts++;
        }

        run.End(report.Until, aliases);
        foreach (var key in run.Stories.All.Keys.Union(recorded.All.Keys).Where(k => k.OpenedAt >= (report.Since ?? Limits.EarliestTime) && k.OpenedAt < report.Until).ToList())
        {
            var (was, would) = (recorded.All.GetValueOrDefault(key), run.Stories.All.GetValueOrDefault(key));
            var difference = Difference.Of(key, was, would);
            if (difference is not null && was is { IsUnknown: true } && report.Items.Count < BacktestReport.MostItems)
            {
                difference = Difference.Of(key, was with { Unsatisfied = await WaitedForAsync(past, key, was, report.Until, cancellation) }, would);
            }

            report.Add(difference);
        }
    }

    private static async Task<GateStories> RecordedAsync(NpgsqlConnection connection, OwnFacts own, DateTimeOffset until, CancellationToken cancellation)
    {
        var stories = new GateStories();
        await using var command = connection.Command(Said, own.Gates.ToArray(), Sayings);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            if (LogEvent.Read(row).Data is GateSaid said && said.Statement.DecidedAt <= until)
            {
                stories.Hear(said);
            }
        }

        return stories;
    }

    // Nothing was said of what a gate waited for in the end: it is replayed under the policies that were in force.
    private async Task<IReadOnlyList<UnsatisfiedRequirement>> WaitedForAsync(
        Past past, OpeningKey key, GateStory was, DateTimeOffset until, CancellationToken cancellation)
    {
        var replay = new Replay(edition: 1);
        var own = await past.OwnAsync([key.Alias], until, cancellation);
        await foreach (var fact in past.AllAsync(own, until, was.EditedAt ?? long.MaxValue, cancellation))
        {
            replay.Take(fact, key.Alias);
        }

        return replay.GatesOf(key.Alias).FirstOrDefault(g => g.View.DecisionContext == key.Context)?.Lists().Unsatisfied ?? [];
    }
}
