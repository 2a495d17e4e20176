using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Refused messages as they are announced.</summary>
internal static class RejectionAnnouncements
{
    private static readonly string Sql = $"""
        select r.seq, e.timestamp, e.headers ->> '{Streams.TraceHeader}', e.data, r.updates
        from views.rejection r join gatehouse.mt_events e on e.seq_id = r.seq
        where r.seq > $1 and r.seq <= $2 order by r.seq limit $3
        """;

    public static async Task<List<Announcement>> ReadAsync(NpgsqlConnection connection, long after, long upTo, int limit, CancellationToken cancellation)
    {
        var rejected = new List<(long Sequence, DateTimeOffset RecordedAt, string? Trace, RecordedRejection Rejection)>();
        await using (var command = connection.Command(Sql, after, upTo, limit))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                rejected.Add((row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.TextOrNull(2),
                    new RecordedRejection(JsonSerializer.Deserialize<MessageRejected>(row.GetFieldValue<byte[]>(3), Json.Stored)!, row.TextsOrNone(4))));
            }
        }

        // Nobody is asked for bodies where there are none: ingest's table may not even be there yet.
        var bodies = rejected.Count == 0 ? [] : await RejectedBodies.BeginningsAsync(connection, rejected.Select(r => r.Rejection.Event.Id), cancellation);
        return [.. rejected.Select(r => AnnouncementOf(r.Sequence, r.Rejection, bodies.GetValueOrDefault(r.Rejection.Event.Id, []), r.RecordedAt, r.Trace))];
    }

    private static Announcement AnnouncementOf(long sequence, RecordedRejection rejection, byte[] body, DateTimeOffset recordedAt, string? trace)
    {
        var rejected = rejection.Event;
        var message = new RejectedMessage
        {
            Id = rejected.Id,
            Kind = rejected.Kind,
            Reasons = rejected.Reasons,
            ReceivedAt = rejected.ReceivedAt,
            MessageId = rejected.MessageId,
            Body = RejectedText.Of(body),
        };
        var topic = RoutingKeys.Rejected(rejected.Kind);
        var said = new BusMessage(
            topic, topic, rejected.Id.ToString("D"), recordedAt, JsonSerializer.SerializeToUtf8Bytes(message, Json.Wire),
            trace is null ? [] : new Dictionary<string, string> { [Streams.TraceHeader] = trace });
        return new Announcement(sequence, said, rejection);
    }
}

/// <summary>A refused message as it stands in the log.</summary>
/// <param name="Updates">Aliases of the updates that were open then and hold, or are, a subject that it is about.</param>
internal sealed record RecordedRejection(MessageRejected Event, IReadOnlyList<string> Updates);
