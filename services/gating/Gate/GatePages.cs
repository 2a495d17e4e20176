using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Decides pages of the log, one after the other: loads the states that a page can touch, folds its facts, saves what changed. What is said is
/// handed back; the log is not touched.
/// </summary>
internal class GatePages(Outcomes outcomes)
{
    /// <summary>The facts that decide gates.</summary>
    public static readonly IReadOnlySet<Type> Facts =
        new HashSet<Type> { typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(PolicySetInForce), typeof(DeadlinePassed) };

    // Reading them from their text again for each page would cost more than most pages.
    private PolicySet? policies;

    /// <summary>The database may have gone on without us, or back.</summary>
    public void Forget() => policies = null;

    /// <summary>Decides the page over the gates that the connection looks for names in, and gives what they say, in order.</summary>
    /// <exception cref="FoldException">An event cannot be folded.</exception>
    public async Task<IReadOnlyList<(GateSaid Said, string? Trace)>> DecideAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var facts = events.Where(e => Facts.Contains(e.Data.GetType())).Select(e => new Fact(e.Sequence, e.Timestamp, e.Trace, e.Data)).ToList();
        if (facts.Count == 0)
        {
            return [];
        }

        var loader = new GateLoader(connection);
        var states = Begin(policies ?? await loader.LoadPoliciesAsync(cancellation));
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
                    var lists = GateLists.Of(parts, saying.Gate.Verdict is not null, saying.Gate.Opening?.Builds ?? 0, 0, saying.Gate.Tally.Unsatisfied, saying.Gate.Tally.Waived);
                    said.Add((Speech.Of(saying.Gate, saying.Spoken, lists, saying.Position), Trace.Next(span, saying.Trace)));
                }
            }
            catch (InvalidOperationException e)
            {
                throw new FoldException(fact.Position, e);
            }
        }

        await SaveAsync(connection, states.Changes, cancellation);
        policies = states.Policies;
        return said;
    }

    /// <summary>The states to decide a page over, before what it touches is loaded: empty, or with what is newer than what will be loaded.</summary>
    protected virtual Workspace Begin(PolicySet? policies) => new() { Policies = policies };

    /// <summary>Saves what was changed in the states that the page was decided over.</summary>
    protected virtual Task SaveAsync(NpgsqlConnection connection, Changes changes, CancellationToken cancellation) => GateSaver.SaveAsync(connection, changes, cancellation);
}
