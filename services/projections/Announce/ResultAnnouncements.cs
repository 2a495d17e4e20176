using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Results as they are announced.</summary>
internal static class ResultAnnouncements
{
    private static readonly string Sql = $"""
        select {ResultRows.Columns}, e.id, e.headers ->> '{Streams.TraceHeader}'
        from views.result r join gatehouse.mt_events e on e.seq_id = r.seq
        where r.seq > $1 and r.seq <= $2 order by r.seq limit $3
        """;

    public static async Task<List<Announcement>> ReadAsync(NpgsqlConnection connection, long after, long upTo, int limit, CancellationToken cancellation)
    {
        var announcements = new List<Announcement>();
        await using var command = connection.Command(Sql, after, upTo, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var message = ResultRows.Read(row);
            announcements.Add(new Announcement(message.Sequence, MessageOf(message, row.GetGuid(7), row.TextOrNull(8)), message));
        }

        return announcements;
    }

    private static BusMessage MessageOf(ResultMessage message, Guid id, string? trace)
    {
        var headers = new Dictionary<string, string> { ["duplicate"] = message.Duplicate ? "true" : "false" };
        if (trace is not null)
        {
            headers[Streams.TraceHeader] = trace;
        }

        return new BusMessage(
            RoutingKeys.Result(message.Subject.Type, message.Outcome), "result", id.ToString("D"), message.RecordedAt,
            JsonSerializer.SerializeToUtf8Bytes(message, Json.Wire), headers);
    }
}
