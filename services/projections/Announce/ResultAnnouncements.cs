using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Results as they are announced.</summary>
internal static class ResultAnnouncements
{
    private static readonly string Sql = $"""
        select {RecordedResult.Columns}, e.id, e.headers ->> '{Streams.TraceHeader}'
        from views.result r join gatehouse.mt_events e on e.seq_id = r.seq
        where r.seq > $1 and r.seq <= $2 and {RecordedResult.IsOwn} order by r.seq limit $3
        """;

    public static async Task<List<Announcement>> ReadAsync(NpgsqlConnection connection, long after, long upTo, int limit, CancellationToken cancellation)
    {
        var announcements = new List<Announcement>();
        await using var command = connection.Command(Sql, after, upTo, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var result = RecordedResult.Read(row);
            announcements.Add(new Announcement(result.Message.Sequence, MessageOf(result, row.GetGuid(7), row.TextOrNull(8)), result));
        }

        return announcements;
    }

    private static BusMessage MessageOf(RecordedResult result, Guid id, string? trace)
    {
        var message = result.Message;
        var headers = new Dictionary<string, string> { ["duplicate"] = message.Duplicate ? "true" : "false" };
        if (trace is not null)
        {
            headers[Streams.TraceHeader] = trace;
        }

        return new BusMessage(
            // By the type that an alias stands for: the message itself keeps what was sent.
            RoutingKeys.Result(result.Recorded.Subject.Type, message.Outcome), "result", id.ToString("D"), message.RecordedAt,
            JsonSerializer.SerializeToUtf8Bytes(message, Json.Wire), headers);
    }
}
