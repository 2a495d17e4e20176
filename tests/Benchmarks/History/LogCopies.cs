using System.Globalization;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>
/// Makes a store's history long: copies every row that services left there, of the log, the views and the gates, as often as it takes. What is
/// copied was folded, decided and said, and so is the copy. No service runs meanwhile.
/// </summary>
internal sealed class LogCopies
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);
    private readonly NpgsqlDataSource database;
    private readonly string past;
    private readonly IReadOnlyList<string> statements;
    private readonly long last;
    private readonly long events;
    private int copies;

    private LogCopies(NpgsqlDataSource database, string past, IReadOnlyList<string> statements, (long Last, long Events) log) =>
        (this.database, this.past, this.statements, last, events) = (database, past, statements, log.Last, log.Events);

    /// <summary>Keeps all rows aside as what is copied.</summary>
    /// <param name="database">The store.</param>
    /// <param name="past">What its aliases and builds begin with; ends in 0000.</param>
    public static async Task<LogCopies> OfAllAsync(NpgsqlDataSource database, string past, CancellationToken cancel)
    {
        await RunAsync(database, "create schema bench; " + CopiedColumn.Functions, cancel);
        List<string> statements = [];
        foreach (var table in (await TablesAsync(database, cancel)).GroupBy(c => c.Table))
        {
            var aside = $"bench.\"{table.Key}\"";
            await RunAsync(database, $"create unlogged table {aside} as select * from {table.Key}", cancel);
            // Rows that have nothing of the past, like the policies' stream, stay what they are and are there already.
            statements.Add($"""
                insert into {table.Key} ({string.Join(", ", table.Select(c => c.Name))})
                select {string.Join(", ", table.Select(c => CopiedColumn.Expression(c.Name, c.Type)))} from {aside}
                where $1 > 0::bigint and $2 > 0::bigint and $3 > interval '0' and $4 <> $5 on conflict do nothing
                """);
        }

        return new(database, past, statements, (
            await NumberAsync(database, "select max(seq_id) from gatehouse.mt_events", cancel),
            await NumberAsync(database, "select count(*) from gatehouse.mt_events", cancel)));
    }

    /// <summary>Copies until there are so many events, and leaves the store as the services would: checkpoints at the end, vacuumed, analysed.</summary>
    /// <returns>How many events there are then, not counting those of measurements meanwhile.</returns>
    public async Task<long> GrowToAsync(long wanted, CancellationToken cancel)
    {
        // Whatever came meanwhile keeps its place in the log; copies come after it.
        var first = await NumberAsync(database, "select max(seq_id) from gatehouse.mt_events", cancel);
        var before = copies;
        copies = Math.Max(before, (int)((wanted + events - 1) / events) - 1);
        // Each table by itself, copy after copy, on all cores.
        var onAll = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        await Parallel.ForEachAsync(statements, onAll, async (statement, cancelled) =>
        {
            for (var made = before; made < copies; made++)
            {
                // The first copies are the oldest: whoever comes after the copies is the newest, in every index.
                var copy = string.Create(CultureInfo.InvariantCulture, $"{past[..^4]}{made + 1:0000}");
                await RunAsync(database, statement, cancelled, made + 1L, first + (last * (made - before)), Apart * (100_000 - (made + 1)), past, copy);
            }
        });

        await RunAsync(database, """
            select setval('gatehouse.mt_events_sequence', (select max(seq_id) from gatehouse.mt_events));
            update gatehouse.fold_checkpoint set position = (select max(seq_id) from gatehouse.mt_events);
            update gatehouse.mt_event_progression set last_seq_id = (select max(seq_id) from gatehouse.mt_events);
            """, cancel);
        await RunAsync(database, "vacuum analyze", cancel);
        await RunAsync(database, "checkpoint", cancel);
        return events * (copies + 1);
    }

    private static async Task<List<(string Table, string Name, string Type)>> TablesAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        // What there is once for all stays as it is.
        await using var command = database.CreateCommand("""
            select c.oid::regclass::text, a.attname, format_type(a.atttypid, null)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where n.nspname in ('gatehouse', 'views', 'gating', 'ingest') and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname not in ('policy_set', 'fold_checkpoint', 'mt_event_progression', 'lease', 'schema_applied')
              and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by c.oid, a.attnum
            """);
        await using var row = await command.ExecuteReaderAsync(cancel);
        List<(string, string, string)> columns = [];
        while (await row.ReadAsync(cancel))
        {
            columns.Add((row.GetString(0), $"\"{row.GetString(1)}\"", row.GetString(2)));
        }

        return columns;
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource database, string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancel);
    }
}
