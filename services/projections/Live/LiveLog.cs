using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// The messages that the log's events are on the bus, by their place. Read up to where the views have come: until there the log has no gaps that
/// may yet be filled, and the views hold what announcements say.
/// </summary>
internal sealed class LiveLog(NpgsqlDataSource database, Settings settings)
{
    /// <summary>How many places of the log are read at once.</summary>
    public const int Page = 200;

    private const string Updates = "select alias, product_version, decision_contexts from views.update where alias = any($1) and product_version is not null";
    private const string Packages = "select alias, array_agg(distinct package) from views.update_build where alias = any($1) group by alias";

    private static readonly string Gates =
        $"select {LogEvent.Columns} from gatehouse.mt_events e where e.seq_id > $1 and e.seq_id <= $2 and e.type = any($3) order by e.seq_id";

    private static readonly string[] GateTypes = [.. StoredEvents.OfGates.Select(StoredEvents.NameOf)];

    /// <summary>Up to where it can be read.</summary>
    public async Task<long> EndAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ReadAsync<long>("select position from gatehouse.fold_checkpoint where name = $1", cancellation, Views.FoldName);
    }

    /// <summary>The messages after one place, up to and including another that is no farther than <see cref="EndAsync"/> and a <see cref="Page"/> away.</summary>
    public async Task<IReadOnlyList<Frame>> ReadAsync(long after, long upTo, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var results = await ResultAnnouncements.ReadAsync(connection, after, upTo, Page, cancellation);
        var rejections = await RejectionAnnouncements.ReadAsync(connection, after, upTo, Page, cancellation);
        var gates = await GatesAsync(connection, after, upTo, cancellation);
        var updates = await UpdatesAsync(connection, results.Select(r => (RecordedResult)r.Content), cancellation);
        var packages = await PackagesAsync(connection, gates, cancellation);
        return
        [
            .. results.Select(r => Frame.Of(r.Sequence, r.Message.Type, About.Of((RecordedResult)r.Content, updates.GetValueOrDefault), r.Message.Body.Span))
                .Concat(rejections.Select(r => Frame.Of(r.Sequence, r.Message.Type, About.Of((RecordedRejection)r.Content), r.Message.Body.Span)))
                .Concat(gates.Select(g => Frame.Of(g.Sequence, g.Type, About.Of(g, packages.GetValueOrDefault(g.Alias)), JsonSerializer.SerializeToUtf8Bytes(g, Json.Wire))))
                .OrderBy(frame => frame.Sequence),
        ];
    }

    private async Task<List<GateMessage>> GatesAsync(NpgsqlConnection connection, long after, long upTo, CancellationToken cancellation)
    {
        var gates = new List<GateMessage>();
        await using var command = connection.Command(Gates, after, upTo, GateTypes);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var said = LogEvent.Read(row);
            gates.Add(GateMessage.From((GateSaid)said.Data, said.Sequence, Links.Base(settings)));
        }

        return gates;
    }

    // As their definitions say now: an edit may have changed them since.
    private static async Task<Dictionary<string, KnownUpdate>> UpdatesAsync(NpgsqlConnection connection, IEnumerable<RecordedResult> results, CancellationToken cancellation)
    {
        var updates = new Dictionary<string, KnownUpdate>(StringComparer.Ordinal);
        if (results.SelectMany(About.UpdatesOf).Distinct().ToArray() is not { Length: > 0 } aliases)
        {
            return updates;
        }

        await using var command = connection.Command(Updates, [aliases]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            updates[row.GetString(0)] = new KnownUpdate(row.GetString(1), row.GetFieldValue<string[]>(2));
        }

        return updates;
    }

    private static async Task<Dictionary<string, string[]>> PackagesAsync(NpgsqlConnection connection, IEnumerable<GateMessage> gates, CancellationToken cancellation)
    {
        var packages = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (gates.Where(g => g.Builds.Count == Limits.GateEntries).Select(g => g.Alias).Distinct().ToArray() is not { Length: > 0 } aliases)
        {
            return packages;
        }

        await using var command = connection.Command(Packages, [aliases]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            packages[row.GetString(0)] = row.GetFieldValue<string[]>(1);
        }

        return packages;
    }
}
