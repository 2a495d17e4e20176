using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>What it costs to archive streams by Marten's function: as a mark in the rows, and by moving them into partitions of their own.</summary>
internal static class Archiving
{
    private const int Sessions = 2;

    /// <summary>Measures both in turn, each on an empty database, and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int rounds, int batches, TextWriter output, CancellationToken cancel)
    {
        await using var servers = await Servers.StartDurableAsync();
        await output.WriteLineAsync($"partitions with a unique index of event ids: {await RefusalAsync(await servers.NewStoreAsync(), cancel) ?? "can be made"}");
        var marked = new List<ArchiveFigures>();
        var moved = new List<ArchiveFigures>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var partitioned in round % 2 == 1 ? new[] { false, true } : [true, false])
            {
                (partitioned ? moved : marked).Add(await RoundAsync(await servers.NewStoreAsync(), partitioned, batches, cancel));
                await output.WriteLineAsync($"round {round}: {(partitioned ? "partitions" : "a mark")}   load average {Machine.LoadAverage}");
            }
        }

        await output.WriteLineAsync($"""

            {ArchiveFigures.Table(marked, moved)}

            Medians of {rounds} rounds, each {batches} streams of 500 results appended by {Sessions} sessions, as many again while the first are archived in transactions of two streams with
            pauses three times as long, then the rest archived at one go. Bytes of tables and indexes, {ArchiveFigures.Vacuumed}.
            {Machine.Circumstances}
            """);
        return 0;
    }

    private static async Task<ArchiveFigures> RoundAsync(Store store, bool partitioned, int batches, CancellationToken cancel)
    {
        await using var marten = await BareMarten.MakeAsync(store.Postgres, cancel, partitioned, uniqueIds: !partitioned);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(store.Postgres));
        var archive = new ArchivedStreams(database);
        if (partitioned)
        {
            // What keeps an id from being recorded twice at the same moment; it does not see that an archived event has it.
            await archive.RunAsync("create unique index on gatehouse.mt_events (id, is_archived)", cancel);
        }

        var chunks = Flood.Of("ARCHIVE", batches * 100 / Flood.Cells, builds: 5).Results.Select(r => r.Body).Chunk(500).ToList();
        await AppendAsync(marten, [.. chunks.Take(batches / 5)], cancel);
        var first = chunks.Skip(batches / 5).Take(batches * 2 / 5).ToList();
        var second = chunks.Skip(batches * 3 / 5).ToList();

        var append = await archive.MeasureAsync(() => AppendAsync(marten, first, cancel), first.Count * 500, cancel);
        var full = await archive.BytesAsync(cancel);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var beside = archive.KeepArchivingAsync(enough.Token);
        var during = await archive.MeasureAsync(() => AppendAsync(marten, second, cancel), second.Count * 500, cancel);
        await enough.CancelAsync();
        await beside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var rest = await archive.HotAsync(cancel);
        var archiving = await archive.MeasureAsync(() => archive.AllAsync(cancel), rest, cancel);
        var grown = await archive.BytesAsync(cancel);
        return new ArchiveFigures(append, during, archiving, full, grown);
    }

    private static async Task<string?> RefusalAsync(Store store, CancellationToken cancel)
    {
        try
        {
            await using var both = await BareMarten.MakeAsync(store.Postgres, cancel, partitioned: true, uniqueIds: true);
            return null;
        }
        catch (Exception e) when (e.GetBaseException() is PostgresException refusal)
        {
            return refusal.MessageText;
        }
    }

    private static async Task AppendAsync(BareMarten marten, IReadOnlyList<byte[][]> chunks, CancellationToken cancel) =>
        await Parallel.ForEachAsync(chunks, new ParallelOptions { MaxDegreeOfParallelism = Sessions, CancellationToken = cancel }, async (chunk, token) => await marten.AppendAsync(chunk, token));
}
