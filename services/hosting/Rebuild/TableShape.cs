using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>A table as the catalogue knows it.</summary>
/// <param name="Forms">Names and types of all its columns.</param>
internal sealed record TableShape(string Name, string[] Key, string[] Columns, string[] Forms)
{
    /// <summary>The names of a schema's tables, quoted where they must be.</summary>
    public static async Task<string[]> NamesAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation) =>
        await connection.ReadAsync<string[]>(
            "select array_agg(quote_ident(relname) order by relname) from pg_class where relnamespace = to_regnamespace($1) and relkind = 'r'", cancellation, schema) ?? [];

    /// <summary>What columns it has and lacks, compared with another.</summary>
    public string DiffersFrom(TableShape other) => string.Join("; ", new[] { ("has", Forms.Except(other.Forms)), ("lacks", other.Forms.Except(Forms)) }
        .Where(columns => columns.Item2.Any()).Select(columns => $"{columns.Item1} {string.Join(", ", columns.Item2)}"));

    /// <summary>A table's primary key and all its columns. One that is not there has neither.</summary>
    public static async Task<TableShape> ReadAsync(NpgsqlConnection connection, string schema, string name, CancellationToken cancellation)
    {
        const string from = "from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped";
        const string columns = $"select array_agg(quote_ident(attname) order by attnum) {from}";
        var table = $"{schema}.{name}";
        var all = await connection.ReadAsync<string[]>(columns, cancellation, table);
        var key = await connection.ReadAsync<string[]>($"{columns} and attnum = any((select indkey from pg_index where indrelid = to_regclass($1) and indisprimary)::int2[])", cancellation, table);
        var forms = await connection.ReadAsync<string[]>($"select array_agg(attname || ' ' || format_type(atttypid, atttypmod) order by attname) {from}", cancellation, table);
        return new TableShape(name, key ?? [], all ?? [], forms ?? []);
    }
}
