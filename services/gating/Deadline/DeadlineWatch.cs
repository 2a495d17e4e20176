using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>
/// Notes in the log that a waiting gate's time is up, once for each deadline. Deadlines are data: no timer that a
/// restart forgets. What follows is decided by the gate when the fold comes to the note.
/// </summary>
/// <remarks>
/// Not before everything that had been delivered by the deadline is on record, which results-ingest says (<see
/// cref="Watermark"/>): what was sent in time stands in front of the note then, and counts. The watermark moves only
/// when somebody asks, so this asks a moment ahead. While it stands still deadlines do too, each for at most its
/// grace; after that they are noted without it.
/// </remarks>
public sealed class DeadlineWatch(
    IDocumentStore store, NpgsqlDataSource database, TimeProvider clock, ILogger<DeadlineWatch> log) : ILeaderWork
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    // Somebody waits for it: a round of the watermark takes a quarter of a second.
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OftenFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    // Before this edition of the rules has come into force no note would be acted on.
    private static readonly string Noticeable =
        $"waiting and deadline is distinct from deadline_noted and exists (select from gating.edition where edition >= {EditionInForce.Newest})";

    private const int Page = 500;

    private long? reminded;

    public string Name => "deadlines";

    public async Task RunAsync(CancellationToken leading)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(leading))
        {
            timer.Period = await LookAsync(leading) is { } due && due.Now - due.Oldest < OftenFor ? Often : Every;
        }
    }

    /// <summary>Acts on what is due; gives what stands still, or is about to be due.</summary>
    private async Task<DueDeadlines?> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        while (await DueAsync(connection, cancellation) is { } due)
        {
            if (!due.AnyToActOn)
            {
                if (due.Wanted is { } wanted)
                {
                    await Watermark.WantAsync(connection, wanted, cancellation);
                }

                Remind(due);
                return due;
            }

            await NoteAsync(connection, due, cancellation);
        }

        reminded = null;
        return null;
    }

    private static async Task<DueDeadlines?> DueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        DateTimeOffset now, oldest, newest;
        await using (var command = connection.Command($"""
            select
                now,
                (select deadline from gating.gate
                    where {Noticeable} and deadline < now + $1 order by deadline limit 1),
                (select deadline from gating.gate
                    where {Noticeable} and deadline < now + $1 order by deadline desc limit 1)
            from clock_timestamp() now
            """, Every))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            if (await row.IsDBNullAsync(1, cancellation))
            {
                return null;
            }

            (now, oldest, newest) = (
                row.GetFieldValue<DateTimeOffset>(0),
                row.GetFieldValue<DateTimeOffset>(1),
                row.GetFieldValue<DateTimeOffset>(2));
        }

        var grace = await connection.ReadAsync<long?>(
            "select (body ->> 'deadline_grace')::bigint from gating.policy_set order by position desc limit 1",
            cancellation);
        return new DueDeadlines(
            now, oldest, newest, await Watermark.ReadAsync(connection, cancellation),
            grace is { } seconds ? TimeSpan.FromSeconds(seconds) : DueDeadlines.DefaultGrace);
    }

    /// <summary>Notes one page of deadlines.</summary>
    private async Task NoteAsync(NpgsqlConnection connection, DueDeadlines due, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The fold appends to the same streams: its checkpoint's lock keeps the two apart.
        await Checkpoint.HoldAsync(connection, Gates.FoldName, cancellation);
        var noted = new List<DeadlinePassed>();
        await using (var command = connection.Command(
            $"""
            update gating.gate set deadline_noted = deadline
            where gate in (
                select gate from gating.gate
                where {Noticeable} and deadline <= $1 order by deadline limit {Page} for update)
            returning alias, context, revision, deadline
            """, due.ActOnUntil.ToUniversalTime()))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var deadline = reader.GetFieldValue<DateTimeOffset>(3);
                noted.Add(new DeadlinePassed(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), deadline)
                {
                    RecordedUntil = due.Shown(deadline),
                });
            }
        }

        var before = await NotedBeforeAsync(connection, noted, cancellation);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        foreach (var passed in noted.Select(n => before.Contains(n.EventId()) ? n.Again() : n))
        {
            var e = session.Events.BuildEvent(passed);
            e.Id = passed.EventId();
            session.Events.Append(Streams.Gate(passed.Alias, passed.DecisionContext), e);
        }

        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (noted.Count == Page)
        {
            log.LogInformation("{Count} deadlines noted, more may be due", Page);
        }

        if (noted.Count(n => n.RecordedUntil is null) is > 0 and var without)
        {
            log.LogWarning(
                "{Count} deadlines have stood still for {Grace} and are acted on although what was delivered by then "
                + "may not be recorded: results-ingest has said so only up to {RecordedUntil}",
                without, due.Grace, Text(due.RecordedUntil));
        }
    }

    /// <summary>
    /// The first edition may have been killed between its note and what follows from it, and the second folds that note
    /// as said: nobody would decide the gate (rule 16).
    /// </summary>
    private static async Task<IReadOnlySet<Guid>> NotedBeforeAsync(
        NpgsqlConnection connection, List<DeadlinePassed> noted, CancellationToken cancellation) =>
        (await connection.ReadAsync<Guid[]>(
            "select array_agg(id) from gatehouse.mt_events where id = any($1)",
            cancellation, noted.Select(n => n.EventId()).ToArray()) ?? []).ToHashSet();

    private void Remind(DueDeadlines due)
    {
        if (due.StandsStill > Reminder && (reminded is not { } last || clock.GetElapsedTime(last) > Reminder))
        {
            reminded = clock.GetTimestamp();
            log.LogWarning(
                "Deadlines stand still since {Oldest}: results-ingest has said only up to {RecordedUntil} that all "
                + "that was delivered is recorded. See whether it runs and is ready; its log says which queue it is. "
                + "The first is acted on without at {Without}",
                Text(due.Oldest), Text(due.RecordedUntil), Text(due.Oldest + due.Grace));
        }
    }

    private static string Text(DateTimeOffset? until) =>
        until is { } moment ? TimeConverter.Text(moment) : "no time at all";
}
