using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The tables of a fold made a second time, in a schema beside the live one. While they are filled they are unlogged and lack the indexes that
/// only readers want; whatever ends half-way leaves nothing that the next run does not clear away.
/// </summary>
internal sealed class SideSchema(OwnTables live, IReadOnlyList<string> lateIndexes)
{
    private readonly OwnTables tables = live with { Name = $"{live.Name}_rebuild" };

    public string Name => tables.Name;

    /// <summary>Where the live tables are, once the others have taken their place, until they are dropped.</summary>
    public string Replaced => $"{live.Name}_replaced";

    /// <summary>Makes the empty tables. The connection looks for names in them from now on.</summary>
    public async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await DropAsync(connection, cancellation);
        await tables.MakeAsync(connection, cancellation);
        foreach (var index in lateIndexes)
        {
            await connection.RunAsync($"drop index {index}", cancellation);
        }

        await ForEachTableAsync(connection, table => $"alter table {table} set unlogged", cancellation);
    }

    /// <summary>Has another connection look for names in them, too.</summary>
    public Task LookAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.RunAsync($"set search_path to {Name}", cancellation);

    /// <summary>If the tables are to stay: logged, with all that readers want and statistics. To be compared they are good as they are.</summary>
    public async Task FinishAsync(NpgsqlConnection connection, bool stay, CancellationToken cancellation)
    {
        if (stay)
        {
            await ForEachTableAsync(connection, table => $"alter table {table} set logged", cancellation);
            await tables.MakeAsync(connection, cancellation);
            await ForEachTableAsync(connection, table => $"analyze {table}", cancellation);
        }
    }

    /// <summary>Puts the tables in the place of the live ones: two names change, which disturbs nobody who reads.</summary>
    public async Task SwapAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.RunAsync($"alter schema {live.Name} rename to {Replaced}; alter schema {Name} rename to {live.Name}", cancellation);

    /// <summary>Drops everything but the tables that are live now.</summary>
    public async Task DropAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.RunAsync($"set client_min_messages to warning; drop schema if exists {Name} cascade; drop schema if exists {Replaced} cascade", cancellation);

    private async Task ForEachTableAsync(NpgsqlConnection connection, Func<string, string> statement, CancellationToken cancellation)
    {
        foreach (var table in await TableShape.NamesAsync(connection, Name, cancellation))
        {
            await connection.RunAsync(statement($"{Name}.{table}"), cancellation);
        }
    }
}
