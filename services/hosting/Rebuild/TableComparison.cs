using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>What came of comparing a live table with the same one rebuilt.</summary>
/// <param name="Same">How many rows are in both, and equal.</param>
/// <param name="Different">How many are in one only, or not equal.</param>
/// <param name="Differences">The first of them, told.</param>
internal sealed record ComparedTable(string Name, long Same, long Different, IReadOnlyList<string> Differences);

/// <summary>Compares two schemas that hold the same tables, row by row, in the database.</summary>
/// <param name="live">The one that is read and served.</param>
/// <param name="rebuilt">The one that was made from the log.</param>
internal sealed class TableComparison(string live, string rebuilt)
{
    private const int Told = 10;

    public async Task<IReadOnlyList<ComparedTable>> CompareAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var compared = new List<ComparedTable>();
        foreach (var name in await TableShape.NamesAsync(connection, rebuilt, cancellation))
        {
            var (now, made) = (await TableShape.ReadAsync(connection, live, name, cancellation), await TableShape.ReadAsync(connection, rebuilt, name, cancellation));
            compared.Add(now.Forms.SequenceEqual(made.Forms)
                ? await CompareAsync(connection, made, cancellation)
                : new ComparedTable(name, 0, 1, [$"the live table is of another version (it {now.DiffersFrom(made)}): its rows were not compared"]));
        }

        return compared;
    }

    private async Task<ComparedTable> CompareAsync(NpgsqlConnection connection, TableShape table, CancellationToken cancellation)
    {
        string Row(string alias) => $"row({string.Join(", ", table.Columns.Select(c => $"{alias}.{c}"))})";
        var both = $"{live}.{table.Name} l full join {rebuilt}.{table.Name} r using ({string.Join(", ", table.Key)})";
        var (inLive, inRebuilt) = ($"l.{table.Key[0]} is not null", $"r.{table.Key[0]} is not null");
        var differ = $"{Row("l")} is distinct from {Row("r")}";

        var (all, different) = await CountAsync(connection, $"select count(*), count(*) filter (where {differ}) from {both}", cancellation);
        var told = different == 0 ? [] : await TellAsync(
            connection,
            $"""
            select concat_ws(', ', {string.Join(", ", table.Key)}), {inLive}, {inRebuilt}, to_jsonb(l)::text, to_jsonb(r)::text
            from {both} where {differ} order by {string.Join(", ", table.Key)} limit {Told}
            """,
            cancellation);
        return new ComparedTable(table.Name, all - different, different, told);
    }

    private static async Task<(long All, long Different)> CountAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.Command(sql);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private static async Task<IReadOnlyList<string>> TellAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var told = new List<string>();
        await using var command = connection.Command(sql);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            told.Add($"{row.GetString(0)}: " + (row.GetBoolean(1), row.GetBoolean(2)) switch
            {
                (true, false) => "only in the live table",
                (false, true) => "missing in the live table",
                _ => RowDifference.Between(row.GetString(3), row.GetString(4)),
            });
        }

        return told;
    }
}
