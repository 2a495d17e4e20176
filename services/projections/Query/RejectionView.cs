using System.Text.Json;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A refused message, with every reason, where it came from, and what was done about it.</summary>
/// <param name="SettledBy">The HTTP identity of whoever retried or discarded it, where one was asked for.</param>
/// <param name="Fact">What it became, if it was retried.</param>
/// <param name="Conflict">It was refused for its id alone, which names another fact that is on record.</param>
/// <param name="About">What can be read of the result that it would have been; else null.</param>
/// <param name="BodyGone">When and why its body went; null while that is kept.</param>
public sealed record RejectionView(
    Guid Id, string Kind, IReadOnlyList<Reason> Reasons, DateTimeOffset ReceivedAt, string? MessageId, string Exchange, string RoutingKey,
    string? UserId, long Size, bool Truncated, long Sequence, DateTimeOffset RecordedAt,
    RejectionState State, DateTimeOffset? SettledAt, string? SettledBy, RetriedFact? Fact, bool Conflict,
    RejectedResult? About, BodyGone? BodyGone)
{
    /// <summary>What <see cref="Read"/> takes.</summary>
    internal const string Select = """
        select r.seq, e.timestamp, e.data, r.state, s.timestamp, s.data ->> 'user_id', f.seq_id,
            coalesce(f.data ->> 'id', f.id::text), f.data ->> 'source_id',
            b.gone_at, b.gone_reason
        from views.rejection r join gatehouse.mt_events e on e.seq_id = r.seq
        left join gatehouse.mt_events s on s.seq_id = r.settled
        left join gatehouse.mt_events f on f.id = (s.data ->> 'fact')::uuid
        left join ingest.rejection_body b on b.id = r.id
        """;

    internal static RejectionView Read(NpgsqlDataReader row)
    {
        var e = JsonSerializer.Deserialize<MessageRejected>(row.GetFieldValue<byte[]>(2), Json.Stored)!;
        return new RejectionView(
            e.Id, e.Kind, e.Reasons, e.ReceivedAt, e.MessageId, e.Exchange, e.RoutingKey, e.UserId, e.Size, e.Truncated, row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1),
            Enum.Parse<RejectionState>(row.GetString(3), ignoreCase: true), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4), row.TextOrNull(5),
            row.IsDBNull(6) ? null : new RetriedFact(Guid.Parse(row.GetString(7)), row.TextOrNull(8), row.GetInt64(6)),
            e.Conflict, e.About, row.IsDBNull(9) ? null : RejectedBodies.GoneOf(row, 9));
    }
}

/// <summary>The fact that a retried message became. An update has no id of its own: it is that of its event.</summary>
public sealed record RetriedFact(Guid Id, string? SourceId, long Sequence);
