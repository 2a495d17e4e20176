using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Loads what is known of everything a page touches: one query a table, all in one round trip.</summary>
internal static class ViewsReader
{
    public static async Task<ViewsPage> LoadAsync(NpgsqlConnection connection, IReadOnlyList<LogEvent> events, CancellationToken cancellation)
    {
        var keys = new PageKeys();
        var results = events.Select(e => e.Data).OfType<ResultRecorded>().ToList();
        var cells = results.Select(r => keys.Of(r.Cell)).Distinct().ToArray();
        var builds = results.Where(r => r.Subject.Type == Subject.Build).Select(r => r.Subject.Id).Distinct().ToArray();
        var aliases = events.Select(e => e.Data).OfType<UpdateRecorded>().Select(u => u.Alias).Distinct().ToArray();

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("select cell, seq, outcome, submit_time, times_seen, history from cell where cell = any($1)", cells),
                // No join: a planner may begin one with all updates.
                Command("select b.nvr, b.alias from update_build b where b.nvr = any($1) and (select u.state from update u where u.alias = b.alias) = 'open'", builds),
                Command(UpdateRows.Select + " where u.alias = any($1)", aliases),
                Command(HistoryRows.Select, HistoryRows.KeysOf(results, keys)),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var known = new Dictionary<Guid, CellState>();
        while (await reader.ReadAsync(cancellation))
        {
            known[reader.GetGuid(0)] = new CellState(reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt64(4), HistoryRows.ReadCell(reader, 5));
        }

        await reader.NextResultAsync(cancellation);
        var open = new OpenUpdates();
        while (await reader.ReadAsync(cancellation))
        {
            open.Add(reader.GetString(0), reader.GetString(1));
        }

        await reader.NextResultAsync(cancellation);
        var updates = new List<UpdateRecord>();
        while (await reader.ReadAsync(cancellation))
        {
            updates.Add(UpdateRows.Read(reader));
        }

        await reader.NextResultAsync(cancellation);
        var checks = new Dictionary<Guid, CheckHistory>();
        while (await reader.ReadAsync(cancellation))
        {
            var check = HistoryRows.Read(reader);
            checks[reader.GetGuid(7)] = check;
        }

        return new ViewsPage(known, updates, open, checks, keys);
    }

    private static NpgsqlBatchCommand Command(string sql, object keys) => new(sql) { Parameters = { new NpgsqlParameter { Value = keys } } };
}
