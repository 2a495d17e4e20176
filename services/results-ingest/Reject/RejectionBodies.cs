using Gatehouse.Hosting;
using Marten;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>The bodies of rejected messages: bytes beside the log, written in the transaction of their events.</summary>
internal static class RejectionBodies
{
    /// <summary>How long ago a message without a name may have been kept at its first delivery.</summary>
    private static readonly TimeSpan TwinAge = TimeSpan.FromHours(1);

    /// <summary>
    /// <c>id</c> is the rejection's; <c>body</c> what is kept of it, nothing since <c>gone_at</c>; <c>digest</c>
    /// SHA-256 of all of it, which outlasts it. That a body is gone decides nothing, so it is no event: it is written
    /// where the body was.
    /// </summary>
    public static readonly OwnTables Tables = new("ingest", """
        create table if not exists rejection_body (
            id          uuid primary key,
            body        bytea not null,
            digest      text not null,
            received_at timestamptz not null,
            gone_at     timestamptz,
            gone_reason text);
        do $$ begin
            -- Not "if not exists": that would lock the table at each start.
            if not exists (
                select from pg_attribute where attrelid = 'rejection_body'::regclass and attname = 'gone_at') then
                alter table rejection_body add gone_at timestamptz, add gone_reason text;
            end if;
        end $$;
        create index if not exists rejection_body_kept on rejection_body (received_at, id) where gone_at is null;
        create index if not exists rejection_body_digest on rejection_body (digest, received_at);
        """);

    /// <summary>Has the bodies of the rejections among these additions stored when the session is saved.</summary>
    public static void Store(IDocumentSession session, IEnumerable<(LogEntry Entry, Arrival Arrival)> additions)
    {
        var rejected = additions.Where(addition => addition.Entry.Event is MessageRejected).ToList();
        if (rejected.Count > 0)
        {
            session.QueueSqlCommand("""
                insert into ingest.rejection_body (id, body, digest, received_at)
                select * from unnest(?::uuid[], ?::bytea[], ?::text[], ?::timestamptz[])
                """,
                rejected.Select(r => r.Entry.Id).ToArray(),
                rejected.Select(r => r.Arrival.Delivery.Body.ToArray()).ToArray(),
                rejected.Select(r => r.Arrival.Delivery.Digest).ToArray(),
                rejected.Select(r => r.Arrival.Delivery.ReceivedAt.ToUniversalTime()).ToArray());
        }
    }

    /// <summary>Finds the rejection that each of these is already on record as, by its bytes.</summary>
    /// <returns>Whether there was any.</returns>
    public static async Task<bool> FindTwinsAsync(NpgsqlConnection connection, IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select digest, id from ingest.rejection_body where digest = any($1) and received_at > $2 order by received_at", connection);
        command.Parameters.Add(new() { Value = arrivals.Select(arrival => arrival.Delivery.Digest).ToArray() });
        command.Parameters.Add(new() { Value = arrivals.Min(arrival => arrival.Delivery.ReceivedAt).ToUniversalTime() - TwinAge });

        var twins = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            twins.TryAdd(reader.GetString(0), reader.GetGuid(1));
        }

        foreach (var arrival in arrivals)
        {
            if (twins.TryGetValue(arrival.Delivery.Digest, out var twin))
            {
                arrival.IsTwinOf(twin);
            }
        }

        return twins.Count > 0;
    }
}
