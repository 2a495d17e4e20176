using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>A stretch of the log that is old enough.</summary>
/// <param name="Streams">The ingest streams that begin in it and are not archived.</param>
/// <param name="UpTo">Its last position.</param>
internal sealed record OldPage(IReadOnlyList<string> Streams, long UpTo)
{
    /// <summary>Whoever reads the log and keeps a place in it. One that has never run has seen nothing.</summary>
    private static readonly string[] Readers = ["views", "gates", "announce", "verdicts"];

    /// <summary>Positions of a page: what one transaction writes again, some tens of milliseconds' work.</summary>
    private const int Positions = 1_000;

    private const string Behind = "select case when count(*) = cardinality($1) then min(position) else 0 end from gatehouse.fold_checkpoint where name = any($1)";

    // It ends before the first event that is too young, and before a stream that goes on where not everybody has been yet.
    private const string Sql = """
        with page as (
            select seq_id, stream_id, is_archived, timestamp < now() - $3 as old from gatehouse.mt_events
            where seq_id > $1 and seq_id <= $2 order by seq_id limit $4),
        stream as (
            select stream_id, min(seq_id) as first,
                (select l.seq_id from gatehouse.mt_events l where l.stream_id = page.stream_id order by l.version desc limit 1) as last
            from page where starts_with(stream_id, $5) and not is_archived group by stream_id),
        reach as (
            select least((select min(seq_id) - 1 from page where not old), (select min(first) - 1 from stream where last > $2), (select max(seq_id) from page)) as up_to)
        select up_to, array(select stream_id from stream where first <= up_to order by first) from reach where up_to > $1
        """;

    /// <summary>The next one after a position; null where there is none yet.</summary>
    public static async Task<OldPage?> NextAsync(NpgsqlConnection connection, long after, TimeSpan age, CancellationToken cancellation)
    {
        var behind = await connection.ReadAsync<long>(Behind, cancellation, (object)Readers);
        if (behind <= after)
        {
            return null;
        }

        await using var command = connection.Command(Sql, after, behind, age, Positions, Contracts.Streams.IngestPrefix);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new OldPage(row.GetFieldValue<string[]>(1), row.GetInt64(0)) : null;
    }
}
