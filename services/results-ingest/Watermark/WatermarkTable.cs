using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>The watermark as it is kept: one row, and the answers of the replicas to the round that goes on.</summary>
internal sealed class WatermarkTable(NpgsqlDataSource database)
{
    public static readonly OwnTables Tables = new("ingest", """
        create table if not exists watermark (
            one            boolean primary key default true check (one),
            -- Everything that was delivered by then is on record. Null: nothing is known yet.
            recorded_until timestamptz,
            -- Up to when somebody wants it; null before anybody did.
            wanted         timestamptz,
            -- The number of the newest round, and that of the newest one whose queues have been looked at.
            round          bigint not null default 0,
            looked         bigint not null default 0,
            -- When the newest round's driver was last seen; null when it is over.
            driven_at      timestamptz);
        insert into watermark default values on conflict do nothing;
        create table if not exists watermark_answer (
            round   bigint not null,
            queue   text not null,
            replica uuid not null,
            primary key (round, queue, replica));
        """);

    // A clock that was set back leaves moments that lie ahead: the watermark says nothing then, and nobody drives.
    private const string Wanted =
        "(recorded_until is null or recorded_until < wanted or recorded_until > clock_timestamp())";
    private const string Undriven =
        "(driven_at is null or driven_at not between clock_timestamp() - interval '2 s' and clock_timestamp())";

    /// <summary>How things stand.</summary>
    public async Task<WatermarkState> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command($"""
            select
                round, looked, case when wanted is not null and {Wanted} then wanted - clock_timestamp() end, {Undriven}
            from ingest.watermark
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        TimeSpan? until = await row.IsDBNullAsync(2, cancellation) ? null : row.GetTimeSpan(2);
        return new WatermarkState(row.GetInt64(0), row.GetInt64(1), until, row.GetBoolean(3));
    }

    /// <summary>
    /// Begins a round; null where nobody wants one, its time has not come, or another replica drives.
    /// </summary>
    public async Task<(long Number, DateTimeOffset Began)?> BeginAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        (long Number, DateTimeOffset Began) begun;
        await using (var command = connection.Command($"""
            update ingest.watermark set round = round + 1, driven_at = clock_timestamp()
            where wanted <= clock_timestamp() and {Wanted} and {Undriven} returning round, clock_timestamp()
            """))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await row.ReadAsync(cancellation))
            {
                return null;
            }

            begun = (row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1));
        }

        await connection.RunAsync("delete from ingest.watermark_answer where round < $1", cancellation, begun.Number);
        return begun;
    }

    /// <summary>
    /// Says that the round's queues have been looked at: from now on replicas answer. False if a newer round has
    /// begun.
    /// </summary>
    public Task<bool> HasLookedAsync(long round, CancellationToken cancellation) =>
        ChangeAsync("looked = $1, driven_at = clock_timestamp()", [round], cancellation);

    /// <summary>
    /// Says that the round is still driven, and gives the answers to it, by queue; null if a newer round has begun.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>?> AnswersAsync(long round, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await connection.RunAsync(
            "update ingest.watermark set driven_at = clock_timestamp() where round = $1", cancellation, round) == 0)
        {
            return null;
        }

        await using var command = connection.Command(
            "select queue, count(*) from ingest.watermark_answer where round = $1 group by queue", round);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var answers = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
        {
            answers.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return answers;
    }

    /// <summary>Answers a round: everything that these queues had handed to this replica is recorded.</summary>
    public async Task AnswerAsync(
        long round, Guid replica, IReadOnlyList<string> queues, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.RunAsync("""
            with answered as (
                insert into ingest.watermark_answer (round, queue, replica) select $1, queue, $2 from unnest($3) queue
                on conflict do nothing returning queue)
            select pg_notify($4, '') from answered limit 1
            """, cancellation, round, replica, queues.ToArray(), Watermark.Channel);
    }

    /// <summary>Moves the watermark to the round's beginning, and ends it. False if a newer round has begun.</summary>
    public Task<bool> MoveAsync(long round, DateTimeOffset began, CancellationToken cancellation) =>
        ChangeAsync("recorded_until = $2, driven_at = null", [round, began], cancellation);

    /// <summary>Ends a round that came to nothing, so that whoever comes next can begin another.</summary>
    public Task<bool> GiveUpAsync(long round, CancellationToken cancellation) =>
        ChangeAsync("driven_at = null", [round], cancellation);

    private async Task<bool> ChangeAsync(string change, object?[] roundAndMore, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await connection.RunAsync(
            $"update ingest.watermark set {change} where round = $1", cancellation, roundAndMore) == 0)
        {
            return false;
        }

        // Whoever misses it looks by himself a second later.
        await connection.RunAsync($"notify {Watermark.Channel}", cancellation);
        return true;
    }
}

/// <summary>How the watermark stands.</summary>
/// <param name="Round">The newest round's number.</param>
/// <param name="Looked">The newest round that asks the replicas.</param>
/// <param name="WantedIn">How long until the moment that somebody waits for it to pass, which may have come; null if
/// nobody waits.</param>
/// <param name="Undriven">Whether nobody drives a round now.</param>
internal sealed record WatermarkState(long Round, long Looked, TimeSpan? WantedIn, bool Undriven);
