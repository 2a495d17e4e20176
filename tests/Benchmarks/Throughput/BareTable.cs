using Gatehouse.Local;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>The least that keeps a message for good: its bytes and a number, a batch in one statement and one commit.</summary>
internal sealed class BareTable : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;

    private BareTable(NpgsqlDataSource database) => this.database = database;

    public static async Task<BareTable> MakeAsync(string postgres, CancellationToken cancel)
    {
        var table = new BareTable(NpgsqlDataSource.Create(PostgresUrl.ConnectionString(postgres)));
        await using var command = table.database.CreateCommand("create table bench (id bigserial primary key, body bytea not null)");
        await command.ExecuteNonQueryAsync(cancel);
        return table;
    }

    public async Task InsertAsync(IReadOnlyList<byte[]> bodies, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("insert into bench (body) select * from unnest($1)");
        command.Parameters.Add(new() { Value = bodies.ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
