using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>
/// Notes in the log that a waiting gate's time is up, once for each deadline. Deadlines are data: no timer that a restart forgets. What
/// follows is decided by the gate when the fold comes to the note.
/// </summary>
public sealed class DeadlineWatch(IDocumentStore store, NpgsqlDataSource database, ILogger<DeadlineWatch> log) : ILeaderWork
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    // A fact recorded just before the deadline may still be on its way into the log: it gets this long to come before the note.
    private const string Due = "waiting and deadline < now() - interval '250 ms' and deadline is distinct from deadline_noted";

    private const int Page = 500;

    public string Name => "deadlines";

    public async Task RunAsync(CancellationToken leading)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(leading))
        {
            while (await NoteAsync(leading) == Page)
            {
                log.LogInformation("{Count} deadlines noted, more are due", Page);
            }
        }
    }

    /// <summary>Notes one page of deadlines and gives their number.</summary>
    private async Task<int> NoteAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await connection.ReadAsync<bool>($"select exists (select from gating.gate where {Due})", cancellation))
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The fold appends to the same streams: its checkpoint's lock keeps the two apart.
        await connection.RunAsync("select from gatehouse.fold_checkpoint where name = $1 for update", cancellation, Gates.FoldName);
        var due = new List<DeadlinePassed>();
        await using (var command = connection.Command(
            $"""
            update gating.gate set deadline_noted = deadline
            where gate in (select gate from gating.gate where {Due} order by deadline limit {Page} for update)
            returning alias, context, revision, deadline
            """))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                due.Add(new DeadlinePassed(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3)));
            }
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        foreach (var passed in due)
        {
            var e = session.Events.BuildEvent(passed);
            e.Id = passed.EventId();
            session.Events.Append(Streams.Gate(passed.Alias, passed.DecisionContext), e);
        }

        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return due.Count;
    }
}
