using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Decides pages of the log, one after the other: loads the states that a page can touch, folds its facts, saves what changed. What is said is
/// handed back; the log is not touched.
/// </summary>
internal class GatePages
{
    /// <summary>The facts that decide gates.</summary>
    public static readonly IReadOnlySet<Type> Facts =
        new HashSet<Type>(StoredEvents.OfGates)
        {
            typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(WaiverExpired), typeof(MessageRejected),
            typeof(RejectionSettled), typeof(PolicySetInForce), typeof(DeadlinePassed), typeof(GateReleased), typeof(EditionInForce),
            typeof(FactRedacted),
        };

    // Reading them from their text again for each page would cost more than most pages.
    private PolicySet? policies;
    private int? edition;

    /// <summary>The database may have gone on without us, or back.</summary>
    public void Forget() => (policies, edition) = (null, null);

    /// <summary>Decides the page over the gates that the connection looks for names in, and gives what they say, in order.</summary>
    /// <exception cref="FoldException">An event cannot be folded.</exception>
    public async Task<IReadOnlyList<(GateSaid Said, string? Trace)>> DecideAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var facts = events.Where(e => Facts.Contains(e.Data.GetType())).Select(e => new Fact(e.Sequence, e.Timestamp, e.Trace, e.Data)).ToList();
        if (facts.Count == 0)
        {
            return [];
        }

        edition ??= await GateLoader.LoadEditionAsync(connection, cancellation);
        if (edition >= EditionInForce.Newest)
        {
            // What we said ourselves: it follows from what is decided already.
            facts.RemoveAll(f => f.Data is GateSaid or EditionInForce or MessageRejected { About: null } or RejectionSettled { About: null });
            if (facts.Count == 0)
            {
                return [];
            }
        }

        var loader = new GateLoader(connection);
        var states = Begin(policies ?? await loader.LoadPoliciesAsync(cancellation), edition.Value);
        await loader.LoadAsync(states, facts, cancellation);

        var said = new List<(GateSaid Said, string? Trace)>();
        var fold = new GateFold(states);
        foreach (var fact in facts)
        {
            if (fact.Data is EditionInForce || (fact.Data is PolicySetInForce && states.Decides))
            {
                await loader.LoadOpenGatesAsync(states, cancellation);
            }

            try
            {
                foreach (var saying in fold.Apply(fact))
                {
                    using var span = Trace.Continue($"gate {saying.Spoken.GetType().Name}", saying.Trace);
                    var parts = await loader.PartsForListsAsync(states, saying.Key, cancellation);
                    var lists = Speech.ListsOf(saying.Gate, parts);
                    said.Add((Speech.Of(saying.Gate, saying.Spoken, lists, saying.Position), Trace.Next(span, saying.Trace)));
                }
            }
            catch (InvalidOperationException e)
            {
                throw new FoldException(fact.Position, e);
            }
        }

        await SaveAsync(connection, states.Changes, cancellation);
        (policies, edition) = (states.Policies, states.Edition);
        return said;
    }

    /// <summary>The states to decide a page over, before what it touches is loaded: empty, or with what is newer than what will be loaded.</summary>
    protected virtual Workspace Begin(PolicySet? policies, int edition) => Workspace.Of(policies, edition);

    /// <summary>Saves what was changed in the states that the page was decided over.</summary>
    protected virtual Task SaveAsync(NpgsqlConnection connection, Changes changes, CancellationToken cancellation) => GateSaver.SaveAsync(connection, changes, cancellation);
}
