namespace Gatehouse.Gating;

/// <summary>
/// Rule 7, "a gate never opens by accident": tells before a set is put in force of which waiting gates it asks less, and what gates would say. Pure.
/// </summary>
public static class Brake
{
    /// <summary>The waiting gates of which the set asks less than what they have.</summary>
    /// <param name="states">With all open gates, their parts and updates.</param>
    public static IReadOnlyList<GateLoss> Losses(PolicySet set, Workspace states)
    {
        var gates = new List<GateLoss>();
        foreach (var key in states.OpenGates)
        {
            if (states.Gate(key) is { IsWaiting: true, Opening: { } has } && states.Update(has.Alias) is { } update)
            {
                var plan = Plan.For(set, update, has.ProductVersion, has.Context, has.OpenedAt);
                var losses = Replanning.Losses(plan, has, states.PartsOf(key)).ToList();
                if (losses.Count > 0)
                {
                    gates.Add(GateLoss.Of(set, has, losses));
                }
            }
        }

        return gates;
    }

    /// <summary>What gates say when this comes into force, by the fold itself. It changes the states.</summary>
    public static IReadOnlyList<GateSays> Says(Fact setInForce, Workspace states)
    {
        var said = new HashSet<Guid>();
        foreach (var saying in new GateFold(states).Apply(setInForce))
        {
            said.Add(saying.Key);
        }

        return [.. states.OpenGates.Where(said.Contains).Select(key => Speech.View(states.Gate(key)))
            .Select(view => new GateSays(view.Alias, view.DecisionContext, view.Status, view.Verdict))];
    }
}
