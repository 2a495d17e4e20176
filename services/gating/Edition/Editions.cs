using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>
/// Puts the edition of the rules that this code decides by in force: the first that leads under it appends one event (rule 16). What the log holds before
/// that is folded as it was said.
/// </summary>
public sealed class Editions(IDocumentStore store, NpgsqlDataSource database, ILogger<Editions> log) : ILeaderWork
{
    private const long Lock = 0x6564_6974_696f_6e73; // "editions"

    public string Name => "editions";

    public async Task RunAsync(CancellationToken leading)
    {
        await PutInForceAsync(leading);
        await Task.Delay(Timeout.Infinite, leading);
    }

    /// <summary>Puts it in force unless it is. A new policy set waits for this: before it nobody knows what a gate that waits has, and so what it would lose.</summary>
    public async Task PutInForceAsync(CancellationToken cancellation)
    {
        var edition = new EditionInForce(EditionInForce.Newest);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Of two that come at once one waits here, and finds it done.
        await connection.RunAsync($"select pg_advisory_xact_lock({Lock})", cancellation);
        if (await connection.ReadAsync<bool>("select exists (select from gatehouse.mt_events where id = $1)", cancellation, edition.EventId()))
        {
            return;
        }

        // Version 1.0 does not know what follows: whoever looks before it folds is told so from here on.
        await LogVersion.RaiseAsync(connection, cancellation);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var e = session.Events.BuildEvent(edition);
        e.Id = edition.EventId();
        session.Events.Append(Streams.Editions, e);
        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogInformation("Edition {Edition} of the rules is in force", edition.Edition);
    }
}
