using Gatehouse.Local;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>How far the log and its folds have come, asked so that the asking costs next to nothing, by one connection of its own.</summary>
internal sealed class LogWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CloseLook = TimeSpan.FromMilliseconds(1);
    private static readonly string[] Folds = ["views", "gates"];
    private static readonly string[] FoldsAndPublishers = [.. Folds, "announce", "verdicts"];
    private readonly NpgsqlConnection connection;

    private LogWatch(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>The pid of the PostgreSQL process that answers, so that its work can be left out of account.</summary>
    public int Backend => connection.ProcessID;

    public static async Task<LogWatch> OpenAsync(string postgres, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(PostgresUrl.ConnectionString(postgres));
        await connection.OpenAsync(cancel);
        return new(connection);
    }

    /// <summary>The last place in the log.</summary>
    public Task<long> LastAsync(CancellationToken cancel) => NumberAsync("select coalesce(max(seq_id), 0) from gatehouse.mt_events", cancel);

    /// <summary>Bytes of write-ahead log that the server has ever written.</summary>
    public Task<long> WalAsync(CancellationToken cancel) => NumberAsync("select (pg_current_wal_lsn() - '0/0')::bigint", cancel);

    /// <summary>Returns when there are so many results and definitions after a place in the log.</summary>
    public async Task UntilAsync(long mark, long facts, CancellationToken cancel)
    {
        // Counting reads what is counted; the last place is read from an index, and cannot be nearer than the count.
        while (await LastAsync(cancel) < mark + facts || await NumberAsync(
            "select count(*) from gatehouse.mt_events where seq_id > $1 and type in ('result_recorded', 'update_recorded')", cancel, mark) < facts)
        {
            await Task.Delay(Look, cancel);
        }
    }

    /// <summary>Returns when all folds have come to a place in the log.</summary>
    public async Task FoldedAsync(long place, CancellationToken cancel)
    {
        while (await NumberAsync("select count(*) from gatehouse.fold_checkpoint where name = any($1) and position >= $2", cancel, Folds, place) < Folds.Length)
        {
            await Task.Delay(CloseLook, cancel);
        }
    }

    /// <summary>Returns when all folds have come to the end of the log and all that follows from it has been said, so that nothing of it is measured with what comes next.</summary>
    public async Task QuietAsync(CancellationToken cancel)
    {
        while (await NumberAsync(
            "select count(*) from gatehouse.fold_checkpoint where name = any($1) and position >= (select max(seq_id) from gatehouse.mt_events)", cancel, (object)FoldsAndPublishers) < FoldsAndPublishers.Length)
        {
            await Task.Delay(Look, cancel);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<long> NumberAsync(string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, all of them above.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
