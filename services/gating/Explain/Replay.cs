using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Decides facts again, by the same fold as when they were new, over states in memory: nothing is saved, nothing is said. Pure. Give it the
/// updates' own facts (<see cref="OwnFacts"/>) in log order.
/// </summary>
public sealed class Replay(Outcomes outcomes)
{
    private readonly Dictionary<Guid, Dictionary<Subject, HashSet<string>>> asked = [];

    /// <summary>The states after the last fact.</summary>
    public Workspace States { get; } = new();

    /// <summary>Folds one fact and gives what was said because of it, lazily like <see cref="GateFold.Apply"/>: take it all.</summary>
    public IEnumerable<Saying> Apply(Fact fact) => new GateFold(States, outcomes).Apply(fact);

    /// <summary>Folds one fact, and remembers what the update's gates ask for from then on.</summary>
    public void Take(Fact fact, string alias)
    {
        foreach (var _ in Apply(fact))
        {
            // What was said is in the log already.
        }

        // Only these make plans.
        if (fact.Data is UpdateRecorded or PolicySetInForce)
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
        [.. asked.GetValueOrDefault(key, []).Select(a => new AskedOf(a.Key, [.. a.Value.Order(StringComparer.Ordinal)]))]));

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
