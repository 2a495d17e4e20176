using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>Lets one gate go by name, or takes that back (rule 7): a fact of the log, which the fold decides by.</summary>
public sealed class Releases(IDocumentStore store, NpgsqlDataSource database, FoldProgress progress)
{
    /// <summary>Appends the fact, unless it holds already.</summary>
    /// <param name="by">The HTTP identity; null where nobody vouched.</param>
    public async Task<ReleaseOutcome> PutAsync(string alias, string context, bool released, string? by, CancellationToken cancellation)
    {
        await progress.CaughtUpAsync([Gates.FoldName], cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The fold appends to the same stream, and the opening that is let go is the one that it stands at.
        var position = await Checkpoint.HoldAsync(connection, Gates.FoldName, cancellation);
        var state = await connection.ReadAsync<byte[]>("select state from gating.gate where gate = $1", cancellation, Workspace.KeyOf(alias, context));
        if (state is null || Packed.Read<Gate>(state) is not { Opening: { } opening } gate)
        {
            return new ReleaseOutcome.NoGate();
        }

        if (gate.Phase == GatePhase.Closed)
        {
            return new ReleaseOutcome.Closed();
        }

        if (released == gate.Release is not null)
        {
            return new ReleaseOutcome.Holds(opening.OpenedAt, position, Repeated: true);
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var e = session.Events.BuildEvent(new GateReleased(alias, context, opening.OpenedAt, released, by));
        e.Id = Guid.CreateVersion7();
        session.Events.Append(Streams.Gate(alias, context), e);
        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new ReleaseOutcome.Holds(opening.OpenedAt, e.Sequence, Repeated: false);
    }
}

/// <summary>What became of letting a gate go, or of taking that back.</summary>
public abstract record ReleaseOutcome
{
    private ReleaseOutcome()
    {
    }

    /// <summary>It is on record.</summary>
    /// <param name="Sequence">A read that waits for this place in the log sees it.</param>
    /// <param name="Repeated">It held before.</param>
    public sealed record Holds(DateTimeOffset OpenedAt, long Sequence, bool Repeated) : ReleaseOutcome;

    /// <summary>There is no such gate.</summary>
    public sealed record NoGate : ReleaseOutcome;

    /// <summary>The gate is closed.</summary>
    public sealed record Closed : ReleaseOutcome;
}
