using System.Diagnostics;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>Archives streams as results-ingest does it, two in a transaction, and looks at what comes of it.</summary>
internal sealed class ArchivedStreams(NpgsqlDataSource database)
{
    private const string Two = """
        select count(gatehouse.mt_archive_stream(id)::text) from (select id from gatehouse.mt_streams where not is_archived order by id limit 2) oldest
        """;

    /// <summary>Archives everything without a pause.</summary>
    public async Task AllAsync(CancellationToken cancel)
    {
        while (await NumberAsync(Two, cancel) > 0)
        {
        }
    }

    /// <summary>Archives in the background, a quarter of the time, until it is told to stop.</summary>
    public async Task KeepArchivingAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var took = Stopwatch.StartNew();
            await NumberAsync(Two, cancel);
            await Task.Delay(took.Elapsed * 3, cancel);
        }
    }

    /// <summary>How many events are not archived.</summary>
    public Task<long> HotAsync(CancellationToken cancel) => NumberAsync("select count(*) from gatehouse.mt_events where not is_archived", cancel);

    /// <summary>Bytes on disk for each event.</summary>
    public async Task<double> BytesAsync(CancellationToken cancel) => (double)await NumberAsync(
        "select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r' and relnamespace = 'gatehouse'::regnamespace and relname ~ '^mt_(events|streams)'", cancel)
        / await NumberAsync("select count(*) from gatehouse.mt_events", cancel);

    /// <summary>What something costs for each of so many events.</summary>
    public async Task<EventCost> MeasureAsync(Func<Task> work, long events, CancellationToken cancel)
    {
        var before = await WalAsync(cancel);
        var took = Stopwatch.StartNew();
        await work();
        var seconds = took.Elapsed.TotalSeconds;
        return new EventCost(events / seconds, (double)(await WalAsync(cancel) - before) / events);
    }

    public async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private Task<long> WalAsync(CancellationToken cancel) => NumberAsync("select (pg_current_wal_lsn() - '0/0')::bigint", cancel);

    private async Task<long> NumberAsync(string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
