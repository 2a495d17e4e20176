using System.Text.Json;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>A rejected message as it is kept, and what has become of it.</summary>
/// <param name="Body">Its bytes, as far as they are kept.</param>
/// <param name="Settlement">Null while it is open.</param>
/// <param name="Fact">The event that it became.</param>
/// <param name="Words">Those in force when it was rejected.</param>
/// <param name="Gone">Why nothing of its body is kept any more; null while it is.</param>
internal sealed record KeptRejection(
    MessageRejected Rejected, byte[] Body, (RejectionSettled Event, long Sequence, DateTimeOffset At)? Settlement,
    LogEntry? Fact, Vocabulary Words, BodyGone? Gone)
{
    /// <summary>It comes to the door again, as from whoever brought it. Refused once more it is not kept once more: that is answered.</summary>
    public Delivery Again(DateTimeOffset now, string? traceParent) => new(Rejected.Kind, Body, now)
    {
        DefaultTime = Rejected.ReceivedAt,
        MessageId = Rejected.MessageId,
        UserId = Rejected.UserId,
        TraceParent = traceParent,
    };
}

/// <summary>Rejections as the log has them.</summary>
internal sealed class KeptRejections(NpgsqlDataSource database)
{
    private const string Sql = """
        select r.data, b.body, s.data, s.seq_id, s.timestamp, f.id, f.type, f.data, f.seq_id, (
            select p.data -> 'vocabulary' from gatehouse.mt_events p
            where p.stream_id = $3 and p.type = $4 and p.seq_id < r.seq_id order by p.version desc limit 1),
            b.gone_at, b.gone_reason
        from gatehouse.mt_events r
        join ingest.rejection_body b on b.id = r.id
        left join gatehouse.mt_events s on s.id = $2
        left join gatehouse.mt_events f on f.id = (s.data ->> 'fact')::uuid
        where r.id = $1
        """;

    /// <summary>Null where there is no such rejection.</summary>
    public async Task<KeptRejection?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command(
            Sql, id, RejectionSettled.EventIdOf(id), Streams.Policies, StoredEvents.NameOf(typeof(PolicySetInForce)));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new KeptRejection(
                Read<MessageRejected>(row, 0), row.GetFieldValue<byte[]>(1),
                row.IsDBNull(2) ? null : (Read<RejectionSettled>(row, 2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4)),
                row.IsDBNull(5) ? null : ReadEntry(row, 5),
                LexiconInForce.Read(row, 9),
                row.IsDBNull(10) ? null : new BodyGone(
                    row.GetFieldValue<DateTimeOffset>(10),
                    Enum.Parse<BodyGoneReason>(row.GetString(11), ignoreCase: true)))
            : null;
    }

    private static LogEntry ReadEntry(NpgsqlDataReader row, int column) =>
        new(row.GetGuid(column), KnownEvents.Read(row.GetString(column + 1), row.GetString(column + 2)))
        {
            Sequence = row.GetInt64(column + 3),
        };

    private static T Read<T>(NpgsqlDataReader row, int column) => JsonSerializer.Deserialize<T>(row.GetFieldValue<byte[]>(column), Json.Stored)!;
}
