using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>Holds a table, so that whoever reads or writes it next waits for us: a way to catch a program between two of its steps every time.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly string table;

    private TableLock(NpgsqlDataSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, string table) =>
        (this.database, this.connection, this.transaction, this.table) = (database, connection, transaction, table);

    /// <param name="mode">As PostgreSQL names it: by default nobody else may read or write; in <c>share</c> mode others may read.</param>
    public static async Task<TableLock> TakeAsync(NpgsqlDataSource database, string table, string mode = "access exclusive")
    {
        var connection = await database.OpenConnectionAsync();
        var held = new TableLock(database, connection, await connection.BeginTransactionAsync(), table);
        await held.RunAsync($"lock table {table} in {mode} mode");
        return held;
    }

    /// <summary>Whether a program of that name (a connection's, or how it begins) waits for us.</summary>
    public async Task<bool> HoldsUpAsync(string application)
    {
        await using var command = database.CreateCommand("select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and application_name like $2 || '%')");
        command.Parameters.Add(new() { Value = connection.ProcessID });
        command.Parameters.Add(new() { Value = application });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Drops the table: who waits for it fails.</summary>
    public async Task DropTableAsync()
    {
        await RunAsync($"drop table {table}");
        await transaction.CommitAsync();
    }

    /// <summary>Lets go.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
    }
}
