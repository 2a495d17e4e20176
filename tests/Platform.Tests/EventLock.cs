using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Holds the id of an event that is yet to come, by an insert of our own that is never committed: whoever records that event has drawn its
/// sequence numbers and then waits for us. The one way to catch ingest between drawing its numbers and its commit every time.
/// </summary>
internal sealed class EventLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly NpgsqlDataSource database;

    private EventLock(NpgsqlDataSource database, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.database, this.connection, this.transaction) = (database, connection, transaction);

    public static async Task<EventLock> TakeAsync(NpgsqlDataSource database, Guid eventId)
    {
        var connection = await database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        // Some event that is there, under another id and in a place that none ever has.
        await using var command = new NpgsqlCommand("""
            insert into gatehouse.mt_events
            select (jsonb_populate_record(e, jsonb_build_object('id', $1, 'seq_id', -$2, 'version', 2000000000 - $2))).* from gatehouse.mt_events e order by seq_id limit 1
            """, connection, transaction);
        command.Parameters.Add(new() { Value = eventId });
        command.Parameters.Add(new() { Value = Random.Shared.Next(1_000_000) });
        await command.ExecuteNonQueryAsync();
        return new(database, connection, transaction);
    }

    /// <summary>Who waits for us: the process of the database, and the port that its client has; null while nobody does.</summary>
    public async Task<(int Backend, int ClientPort)?> WaiterAsync()
    {
        await using var command = database.CreateCommand(
            "select pid, client_port from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and application_name = 'results-ingest' limit 1");
        command.Parameters.Add(new() { Value = connection.ProcessID });
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt32(0), row.GetInt32(1)) : null;
    }

    /// <summary>Lets go: the waiter's statement is through.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // The database has gone, and the lock with it.
        }
    }
}
