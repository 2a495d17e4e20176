using System.Text.Json.Nodes;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A look into a platform's database, behind its back.</summary>
internal sealed class Database(string postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(postgres));

    public async Task RunAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql) => (long)(await AskAsync(sql))!;

    public async Task<string?> TextAsync(string sql) => (string?)await AskAsync(sql);

    /// <summary>What the one event of the log says for which this holds.</summary>
    public async Task<JsonNode> EventAsync(string where) =>
        JsonNode.Parse((await TextAsync($"select data::text from gatehouse.mt_events where {where}"))!)!;

    /// <summary>Tables that a crash would empty.</summary>
    public Task<long> UnloggedAsync() => CountAsync("select count(*) from pg_class where relpersistence = 'u'");

    /// <summary>Returns when both folds have come to the end of the log, and so have the publishers.</summary>
    public Task CaughtUpAsync() => Eventually.TrueAsync(
        async () => await CountAsync("select count(*) from gatehouse.fold_checkpoint where name in ('views', 'gates', 'announce', 'verdicts') and position >= (select max(seq_id) from gatehouse.mt_events)") == 4,
        "folds and publishers have caught up");

    /// <summary>Everything that the log, the views and the gates hold, and how it is indexed.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> FingerprintAsync()
    {
        var prints = new Dictionary<string, string?>
        {
            ["the log"] = (string?)await AskAsync("select count(*) || ' to ' || max(seq_id) from gatehouse.mt_events"),
            ["schemas"] = (string?)await AskAsync("select string_agg(nspname, ' ' order by nspname) from pg_namespace where nspname !~ '^pg_'"),
            ["indexes"] = (string?)await AskAsync("select string_agg(indexdef, E'\\n' order by indexdef) from pg_indexes where schemaname in ('views', 'gating')"),
        };
        foreach (var table in ((string)(await AskAsync("select string_agg(schemaname || '.' || tablename, ' ') from pg_tables where schemaname in ('views', 'gating')"))!).Split(' '))
        {
            prints[table] = (string?)await AskAsync($"select count(*) || ' rows ' || md5(string_agg(t::text, E'\\n' order by t::text)) from {table} t");
        }

        return prints;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }
}
