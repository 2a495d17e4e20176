using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Decides facts again, by the same fold as when they were new, over states in memory: nothing is saved, nothing is said. Pure. Give it the
/// updates' own facts (<see cref="OwnFacts"/>) in log order.
/// </summary>
/// <param name="edition">The edition of the rules that holds before the first fact: with the first, what was said then is told as it was said.</param>
public sealed class Replay(int edition = EditionInForce.Newest)
{
    private readonly Dictionary<Guid, Dictionary<Subject, HashSet<string>>> asked = [];

    // What gates said last by the first edition: it had lists of its own.
    private readonly Dictionary<Guid, GateStatement> saidBefore = [];

    /// <summary>The states after the last fact.</summary>
    public Workspace States { get; } = Workspace.Of(null, edition);

    /// <summary>Folds one fact and gives what was said because of it, lazily like <see cref="GateFold.Apply"/>: take it all.</summary>
    public IEnumerable<Saying> Apply(Fact fact) => new GateFold(States).Apply(fact);

    /// <summary>Folds one fact, and remembers what the update's gates ask for from then on.</summary>
    public void Take(Fact fact, string alias)
    {
        foreach (var _ in Apply(fact))
        {
            // What was said is in the log already.
        }

        if (fact.Data is GateSaid said && !States.Decides)
        {
            var key = Workspace.KeyOf(said.Statement.Alias, said.Statement.DecisionContext);
            saidBefore[key] = said.Statement;
            States.Replace(key, FirstEdition.PartsOf(said.Statement));
        }

        // Only these make plans.
        if (fact.Data is UpdateRecorded or PolicySetInForce or EditionInForce or GateSaid)
        {
            foreach (var gate in States.GatesOf(alias))
            {
                Ask(gate);
            }
        }
    }

    /// <summary>The gates of an update as of the last fact, closed ones included, in the order of their contexts.</summary>
    public IEnumerable<GateAsOf> GatesOf(string alias) => States.GatesOf(alias).Select(key => new GateAsOf(
        Speech.View(States.Gate(key)),
        [.. States.PartsOf(key).OrderBy(p => p.Place)],
        [.. asked.GetValueOrDefault(key, []).Select(a => new AskedOf(a.Key, [.. a.Value.Order(StringComparer.Ordinal)]))],
        States.Gate(key).AsSaid is not null && saidBefore.TryGetValue(key, out var s)
            ? new GateLists(s.Builds, s.Subjects ?? [], s.Unsatisfied, s.Waived, s.Truncated)
            : null));

    private void Ask(Guid gate)
    {
        if (!asked.TryGetValue(gate, out var ofGate))
        {
            asked[gate] = ofGate = [];
        }

        foreach (var part in States.PartsOf(gate))
        {
            if (!ofGate.TryGetValue(part.Subject, out var testcases))
            {
                ofGate[part.Subject] = testcases = new HashSet<string>(StringComparer.Ordinal);
            }

            testcases.UnionWith(part.Requirements.Select(r => r.Testcase));
        }
    }
}
