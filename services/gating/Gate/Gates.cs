using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>
/// The fold that decides gates: a page of facts, their states, the decisions and the fold's place in the log are one transaction, so a
/// decision is made exactly once whatever is killed.
/// </summary>
/// <param name="store">Lazy, since the store is made with its subscriptions, of which this is one.</param>
/// <param name="database">Holds the log and the states.</param>
/// <param name="log">Where the fold reports.</param>
public sealed class Gates(Lazy<IDocumentStore> store, [FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource database, ILogger<Gates> log)
    : LogFold(FoldName, database, log)
{
    /// <summary>The name of the fold and its checkpoint.</summary>
    public const string FoldName = "gates";

    private readonly GatePages pages = new();

    protected override void Forget() => pages.Forget();

    protected override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var said = await pages.DecideAsync(events, connection, cancellation);
        if (said.Count > 0)
        {
            await AppendAsync(said, transaction, cancellation);
        }

        // Behind what was said before gates knew of it.
        foreach (var redacted in events.Select(e => e.Data).OfType<FactRedacted>())
        {
            await RedactedStatements.SaveAsync(connection, redacted, cancellation);
        }
    }

    private async Task AppendAsync(IReadOnlyList<(GateSaid Said, string? Trace)> said, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var session = store.Value.LightweightSession(SessionOptions.ForTransaction(transaction));
        foreach (var (one, trace) in said)
        {
            var e = session.Events.BuildEvent(one);
            e.Id = one.EventId();
            if (trace is not null)
            {
                e.SetHeader(Streams.TraceHeader, trace);
            }

            session.Events.Append(Streams.Gate(one.Statement.Alias, one.Statement.DecisionContext), e);
        }

        await session.SaveChangesAsync(cancellation);
    }
}
