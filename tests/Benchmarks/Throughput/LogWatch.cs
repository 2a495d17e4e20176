using Gatehouse.Local;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>How many facts are in the log, asked so that the asking costs next to nothing.</summary>
internal sealed class LogWatch(string postgres) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(postgres));

    /// <summary>Counts results and definitions.</summary>
    public async Task<long> FactsAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select count(*) from gatehouse.mt_events where type in ('result_recorded', 'update_recorded')");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Returns when there are so many.</summary>
    public async Task UntilAsync(long facts, CancellationToken cancel)
    {
        // Counting reads the whole log; the last number is read from an index, and cannot be lower than the count.
        while (await LastAsync(cancel) < facts || await FactsAsync(cancel) < facts)
        {
            await Task.Delay(Look, cancel);
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<long> LastAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from gatehouse.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
