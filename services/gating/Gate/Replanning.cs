using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What a new policy set may make of a gate that is open (rules 7 and 8): it may ask more at once, less only when it was released.</summary>
public static class Replanning
{
    /// <summary>
    /// Whether a plan asks less of a gate than it has: a requirement gone or no longer essential, no longer waited for, or read more mildly; an
    /// outcome that becomes a pass; a type that is no longer mutable; nothing where a policy was waited for.
    /// </summary>
    public static bool AsksLess(Plan plan, GateOpening has, IEnumerable<GatePart> parts) => Losses(plan, has, parts).Any();

    /// <summary>In what a plan asks less of a gate than it has, in words.</summary>
    public static IEnumerable<string> Losses(Plan plan, GateOpening has, IEnumerable<GatePart> parts)
    {
        if (has.AwaitsPolicy && plan is { Asks: Asks.NoPolicy, AwaitsPolicy: false })
        {
            yield return "it would no longer wait for a policy";
        }

        var asks = parts.ToList();
        foreach (var milder in Milder(plan.Set.Vocabulary, has, asks))
        {
            yield return milder;
        }

        var asked = plan.Parts.ToDictionary(p => p.Subject);
        foreach (var part in asks.OrderBy(p => p.Place))
        {
            foreach (var r in part.Requirements)
            {
                if (Find(r, asked.GetValueOrDefault(part.Subject)) is var now && Less(r, now))
                {
                    var what = string.Join(' ', new[] { part.Subject.Id, r.Testcase, r.Scenario, r.Arch }.OfType<string>());
                    yield return now is null ? $"{what} would no longer be required"
                        : r.Essential && !now.Essential ? $"{what} would no longer be essential"
                        : r.WaitedForByPolicy && !now.WaitedFor ? $"{what} would no longer be waited for"
                        : $"{what} would be read by its newest result alone";
                }
            }
        }
    }

    /// <summary>What a gate that failed asks of a subject from now on: the plan, and each unsatisfied requirement that it takes away or weakens.</summary>
    /// <param name="part">What it has asked so far; null for nothing.</param>
    public static IEnumerable<RequirementView> Kept(PlanPart? plan, GatePart? part)
    {
        var before = (part?.Requirements ?? []).Where(r => r.Unsatisfied).ToList();
        foreach (var asked in plan?.Requirements ?? [])
        {
            var known = before.Find(r => IsFor(r, asked));
            yield return known is not null && Less(known, asked)
                ? Parts.Unanswered(asked) with
                {
                    Essential = known.Essential || asked.Essential,
                    WaitedForByPolicy = known.WaitedForByPolicy || asked.WaitedFor,
                    AnyNewest = known.AnyNewest && asked.AnyNewest,
                    Kept = true,
                    Weaker = new WeakerRequirement(asked.Essential, asked.WaitedFor, asked.AnyNewest),
                }
                : Parts.Unanswered(asked);
        }

        foreach (var gone in before.Where(r => Find(r, plan) is null))
        {
            yield return gone with { Kept = true, Weaker = null };
        }
    }

    /// <summary>
    /// The opening as a gate that failed takes it from a set that was not released: with the outcomes and types that it has, where the set's are milder,
    /// so that no failure turns into a pass, and still waiting for a policy where it failed for want of one.
    /// </summary>
    public static GateOpening AsStrictlyAs(this GateOpening opening, GateOpening has, Vocabulary now, IEnumerable<GatePart> parts)
    {
        var asked = parts.ToList();
        opening = Milder(now, has, asked).Any() ? opening with { Kinds = has.Kinds, Mutable = has.Mutable } : opening;
        var failedForWantOfOne = has.AwaitsPolicy && !asked.Exists(p => p.Requirements.Count > 0);
        return opening with { AwaitsPolicy = opening.AwaitsPolicy || (failedForWantOfOne && opening.Asks == Asks.NoPolicy) };
    }

    /// <summary>
    /// The deadline under a new set: a longer timeout holds from the opening on, a shorter one at the earliest ten minutes after the set came (rule 10), and never later
    /// than the one it shortens.
    /// </summary>
    public static DateTimeOffset? Deadline(DateTimeOffset? planned, DateTimeOffset? has, DateTimeOffset at)
    {
        var earliest = at + TimeSpan.FromMinutes(10);
        return planned < has && planned < earliest ? (earliest < has ? earliest : has) : planned;
    }

    // What a vocabulary reads more mildly than a gate that asks something has read it.
    private static IEnumerable<string> Milder(Vocabulary vocabulary, GateOpening has, List<GatePart> parts)
    {
        var asking = parts.FindAll(p => p.Requirements.Count > 0);
        if (asking.Count == 0)
        {
            yield break;
        }

        var (before, now) = (has.Outcomes(), vocabulary.Outcomes);
        foreach (var name in before.Names.Union(now.Names))
        {
            if (Strictness(now.KindOf(name)) < Strictness(before.KindOf(name)))
            {
                yield return $"the outcome {name} would count as {Word(now.KindOf(name))} and no longer as {Word(before.KindOf(name))}";
            }
        }

        foreach (var type in asking.Select(p => p.Subject.Type).Distinct().Where(type => has.Mutable?.Contains(type) == true && !vocabulary.IsMutable(type)))
        {
            yield return $"older evidence about a {type} would count";
        }
    }

    // A failure blocks whatever stands beside it, an error only where it is alone, a run not even there where another arch has passed.
    private static int Strictness(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Fail => 3,
        OutcomeKind.Error => 2,
        OutcomeKind.Running => 1,
        _ => 0,
    };

    private static string Word(OutcomeKind kind) => kind.ToString().ToLowerInvariant();

    private static Requirement? Find(RequirementView r, PlanPart? plan) => plan?.Requirements.FirstOrDefault(asked => IsFor(r, asked));

    private static bool IsFor(RequirementView r, Requirement asked) => (r.Testcase, r.Scenario, r.Arch) == (asked.Testcase, asked.Scenario, asked.Arch);

    private static bool Less(RequirementView has, Requirement? asked) =>
        asked is null || (has.Essential && !asked.Essential) || (has.WaitedForByPolicy && !asked.WaitedFor) || (!has.AnyNewest && asked.AnyNewest);
}
