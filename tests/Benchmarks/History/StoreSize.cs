using System.Globalization;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>What a store weighs, by table and index.</summary>
/// <param name="Results">How many results are in it.</param>
/// <param name="Parts">Bytes of each table with its long values apart, and of each index.</param>
internal sealed record StoreSize(long Results, IReadOnlyList<(string Name, long Bytes)> Parts)
{
    // Parts that nobody misses; they are in the sum.
    private const double Least = 1;

    public static async Task<StoreSize> ReadAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var count = database.CreateCommand("select count(*) from gatehouse.mt_events where type = 'result_recorded'");
        count.CommandTimeout = 0;
        var results = (long)(await count.ExecuteScalarAsync(cancel))!;
        await using var command = database.CreateCommand("""
            select case c.relkind when 'i' then i.indrelid::regclass || ': ' || c.relname else c.oid::regclass::text end,
                   pg_relation_size(c.oid) + case when c.reltoastrelid = 0 then 0 else pg_total_relation_size(c.reltoastrelid) end
            from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
            where n.nspname in ('gatehouse', 'views', 'gating', 'ingest') and c.relkind in ('r', 'i')
            order by 2 desc
            """);
        await using var row = await command.ExecuteReaderAsync(cancel);
        List<(string, long)> parts = [];
        while (await row.ReadAsync(cancel))
        {
            parts.Add((row.GetString(0), row.GetInt64(1)));
        }

        return new(results, parts);
    }

    public Table Print()
    {
        var all = Parts.Sum(p => p.Bytes) / (double)Results;
        var table = new Table("table, or its index", "bytes a result", "%");
        foreach (var (name, bytes) in Parts.Select(p => (p.Name, (double)p.Bytes / Results)).Where(p => p.Item2 >= Least))
        {
            table.Add(name, bytes, 100 * bytes / all);
        }

        table.Add(string.Create(CultureInfo.InvariantCulture, $"all, of {Results:#,0} results"), all, 100.0);
        return table;
    }
}
