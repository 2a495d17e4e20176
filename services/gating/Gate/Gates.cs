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
/// <param name="outcomes">How outcomes count.</param>
/// <param name="log">Where the fold reports.</param>
public sealed class Gates(Lazy<IDocumentStore> store, NpgsqlDataSource database, Outcomes outcomes, ILogger<Gates> log) : LogFold(FoldName, database, log)
{
    /// <summary>The name of the fold and its checkpoint.</summary>
    public const string FoldName = "gates";

    /// <summary>The facts that decide gates.</summary>
    public static readonly Type[] Facts = [typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(PolicySetInForce), typeof(DeadlinePassed)];

    private PolicySet? policies;

    protected override void Forget() => policies = null;

    protected override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var facts = events.Where(e => Facts.Contains(e.Data.GetType())).Select(e => new Fact(e.Sequence, e.Timestamp, e.Trace, e.Data)).ToList();
        if (facts.Count == 0)
        {
            return;
        }

        var loader = new GateLoader(connection);
        var states = new Workspace { Policies = policies ?? await loader.LoadPoliciesAsync(cancellation) };
        await loader.LoadAsync(states, facts, cancellation);

        var said = new List<(GateSaid Said, string? Trace)>();
        var fold = new GateFold(states, outcomes);
        foreach (var fact in facts)
        {
            if (fact.Data is PolicySetInForce)
            {
                await loader.LoadOpenUpdatesAsync(states, cancellation);
            }

            try
            {
                foreach (var saying in fold.Apply(fact))
                {
                    using var span = Trace.Continue($"gate {saying.Spoken.GetType().Name}", saying.Trace);
                    var parts = await loader.PartsForListsAsync(states, saying.Key, cancellation);
                    var lists = GateLists.Of(parts, saying.Gate.Verdict is not null, saying.Gate.Opening?.Builds ?? 0, saying.Gate.Tally.Unsatisfied, saying.Gate.Tally.Waived);
                    said.Add((Speech.Of(saying.Gate, saying.Spoken, lists, saying.Position), Trace.Next(span, saying.Trace)));
                }
            }
            catch (InvalidOperationException e)
            {
                throw new FoldException(fact.Position, e);
            }
        }

        await GateSaver.SaveAsync(connection, states, cancellation);
        await AppendAsync(said, transaction, cancellation);
        policies = states.Policies;
    }

    private async Task AppendAsync(List<(GateSaid Said, string? Trace)> said, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        if (said.Count == 0)
        {
            return;
        }

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
