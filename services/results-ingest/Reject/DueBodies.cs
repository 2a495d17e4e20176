using Gatehouse.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Finds the bodies whose time has come, the oldest first, and empties them. Never one of a rejection that may be shown
/// at a waiting gate: an open one that is about a subject which such a gate asks anything of. That is told by the
/// tables of projections and gating, so it has to be in them: only what both have come to, and what has been
/// announced, can go.
/// </summary>
internal static class DueBodies
{
    /// <summary>Bodies of a transaction, while which no gate moves.</summary>
    private const int AtOnce = 200;

    private static readonly string[] Readers = ["views", Gates, "announce"];

    private const string Gates = "gates";

    private const string Seen = """
        select case when count(*) = cardinality($1) then min(position) else 0 end
        from gatehouse.fold_checkpoint where name = any($1)
        """;

    private const string NotShown = """
        not exists (
            select from views.rejection r join views.refused f on f.seq = r.seq
            join gating.gate_build p on p.subject = f.subject join gating.gate g on g.gate = p.gate
            where r.id = b.id and r.state = 'open' and g.waiting)
        """;

    // Of each sender the newest that come to no more than the quota stay. What is kept is all that is looked at.
    private const string Due = $"""
        with kept as (
            select b.id, b.received_at, e.seq_id, sum(octet_length(b.body)) over (
                partition by e.data ->> 'user_id' order by b.received_at desc, b.id desc) as bytes
            from ingest.rejection_body b join gatehouse.mt_events e on e.id = b.id
            where b.gone_at is null and ($3 is not null or b.received_at < now() - $2)),
        due as (
            select id, received_at, case when received_at < now() - $2 then 'age' else 'quota' end as reason
            from kept where seq_id <= $1 and (received_at < now() - $2 or bytes > $3))
        select b.id, b.reason from due b where {NotShown} order by b.received_at, b.id
        """;

    private const string Empty = $"""
        update ingest.rejection_body b set body = '', gone_at = now(), gone_reason = d.reason
        from unnest($1, $2) as d (id, reason) where b.id = d.id and b.gone_at is null and {NotShown}
        """;

    /// <summary>Those that are to go now, oldest first.</summary>
    public static async Task<IReadOnlyList<DueBody>> FindAsync(
        NpgsqlConnection connection, BodySettings settings, CancellationToken cancellation)
    {
        if (await connection.ReadAsync<long>(Seen, cancellation, (object)Readers) is not (> 0 and var seen))
        {
            return [];
        }

        var due = new List<DueBody>();
        await using var command = connection.Command(Due);
        command.Parameters.Add(new() { Value = seen });
        Add(command, NpgsqlDbType.Interval, settings.Age);
        Add(command, NpgsqlDbType.Bigint, settings.Quota);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            due.Add(new DueBody(row.GetGuid(0), row.GetString(1)));
        }

        return due;
    }

    /// <summary>Empties them, some at a time; killed in between, the others are found again.</summary>
    /// <returns>How many went.</returns>
    public static async Task<int> EmptyAsync(
        NpgsqlConnection connection, IEnumerable<DueBody> due, CancellationToken cancellation)
    {
        var gone = 0;
        foreach (var some in due.Chunk(AtOnce))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            // A gate that opens now might show one of them: until the commit none does.
            await Checkpoint.HoldAsync(connection, Gates, cancellation);
            var (ids, reasons) = (some.Select(body => body.Id).ToArray(), some.Select(body => body.Reason).ToArray());
            gone += await connection.RunAsync(Empty, cancellation, ids, reasons);
            await transaction.CommitAsync(cancellation);
        }

        return gone;
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}

/// <summary>A body that is to go.</summary>
/// <param name="Id">The rejection's.</param>
/// <param name="Reason">As it is stored: <c>age</c> or <c>quota</c>.</param>
internal sealed record DueBody(Guid Id, string Reason);
