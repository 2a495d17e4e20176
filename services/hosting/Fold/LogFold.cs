using JasperFx.Events.Projections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// A fold over the log: pages of events in log order, each folded and committed with the fold's checkpoint in one transaction, so
/// every event takes effect exactly once whatever is killed. Marten's daemon finds the events; what it hands in to write with
/// would lose appended events, so the fold has its own connection.
/// </summary>
public abstract class LogFold(string name, NpgsqlDataSource database, ILogger log)
{
    /// <summary>Lets this transaction do nothing for so many times as long as the connection's others.</summary>
    private const string Longer = """
        select set_config(setting, (extract(epoch from current_setting(setting)::interval) * 1000 * $1)::bigint::text, true)
        from (values ('idle_in_transaction_session_timeout')) limits (setting)
        """;

    private readonly Checkpoint checkpoint = new(name);

    // How often in a row PostgreSQL ended the transaction because nothing came from us for too long.
    private int overruns;

    /// <summary>The fold's name: that of its checkpoint, its metrics and its health check.</summary>
    public string Name { get; } = name;

    /// <summary>The last position that is folded and committed.</summary>
    public long Position => checkpoint.Position;

    /// <summary>What stops the fold, if something does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Pulses after each commit.</summary>
    public Signal Committed { get; } = new();

    /// <summary>
    /// Folds a page inside the given transaction, which already holds the fence. To append events in the same transaction open a
    /// session with <c>SessionOptions.ForTransaction(transaction)</c> and save it. May be called again for the same events if the
    /// commit failed. Throw <see cref="FoldException"/> to name the event that cannot be folded.
    /// </summary>
    protected abstract Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation);

    /// <summary>Drops whatever is kept in memory: the database may have gone on without us.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>Reads where the fold is, and sets the daemon's own progress to it: the checkpoint is the truth, the daemon's follows.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        Failure = Failure is LostFenceException ? null : Failure;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // The daemon inserts its row itself after a first page, and stumbles over one that is there already.
        await connection.RunAsync(Position == 0
            ? "delete from gatehouse.mt_event_progression where name = $1 and $2 = 0"
            : """
              insert into gatehouse.mt_event_progression (name, last_seq_id) values ($1, $2)
              on conflict (name) do update set last_seq_id = excluded.last_seq_id
              """, cancellation, $"{Name}:All", Position);
    }

    /// <summary>Folds a page: ends when it is committed, by us or before us.</summary>
    internal async Task ProcessAsync(EventRange page, CancellationToken cancellation)
    {
        var pause = new Backoff();
        while (page.SequenceCeiling > Position)
        {
            try
            {
                await FoldPageAsync(page, cancellation);
                (Failure, overruns) = (null, 0);
                Committed.Pulse();
            }
            catch (Exception e) when (Transient.Is(e) && !cancellation.IsCancellationRequested)
            {
                overruns += e.GetBaseException() is PostgresException { SqlState: Transient.IdleInTransaction } ? 1 : 0;
                log.LogWarning("{Fold} at {Position}: trying again: {Reason}", Name, Position, e.GetBaseException().Message);
                await pause.WaitAsync(cancellation);
                await ReloadAsync(pause, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                Failure = e is LostFenceException or FoldException ? e : new FoldException(Position + 1, e);
                throw;
            }
        }
    }

    private async Task FoldPageAsync(EventRange page, CancellationToken cancellation)
    {
        if (page.SequenceFloor > Position)
        {
            throw new InvalidOperationException($"events {Position + 1} to {page.SequenceFloor} were not handed to the fold");
        }

        var events = page.Events.Where(e => e.Sequence > Position).Select(LogEvent.Of).ToList();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (overruns > 0)
        {
            // Either we were frozen, or this page takes long to decide (a policy set for many gates that wait): then it would never end.
            await connection.RunAsync(Longer, cancellation, 1L << Math.Min(overruns, 6));
        }

        await checkpoint.MoveAsync(connection, page.SequenceCeiling, cancellation);
        if (events.Count > 0)
        {
            await FoldAsync(events, connection, transaction, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        checkpoint.Moved(page.SequenceCeiling);
    }

    /// <summary>After a failed commit nobody knows but the database whether it happened.</summary>
    private async Task ReloadAsync(Backoff pause, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await LoadAsync(cancellation);
                return;
            }
            catch (Exception e) when (Transient.Is(e) && !cancellation.IsCancellationRequested)
            {
                await pause.WaitAsync(cancellation);
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        Forget();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await checkpoint.LoadAsync(connection, cancellation);
    }
}
