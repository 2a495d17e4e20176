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

        var before = has.Outcomes();
        foreach (var (name, kind) in plan.Set.Vocabulary.Added.Where(a => a.Value == OutcomeKind.Pass && before.KindOf(a.Key) != OutcomeKind.Pass))
        {
            yield return $"the outcome {name} would become a {kind.ToString().ToLowerInvariant()}";
        }

        foreach (var type in (has.Mutable ?? []).Where(type => !plan.Set.Vocabulary.IsMutable(type)))
        {
            yield return $"older evidence about a {type} would count";
        }

        var asked = plan.Parts.ToDictionary(p => p.Subject);
        foreach (var part in parts.OrderBy(p => p.Place))
        {
            foreach (var r in part.Requirements)
            {
                if (Find(r, asked.GetValueOrDefault(part.Subject)) is var now && Less(r, now))
                {
                    var what = string.Join(' ', new[] { part.Subject.Id, r.Testcase, r.Scenario, r.Arch }.OfType<string>());
                    yield return now is null ? $"{what} would no longer be required"
                        : r.Essential && !now.Essential ? $"{what} would no longer be essential"
                        : r.WaitedFor && !now.WaitedFor ? $"{what} would no longer be waited for"
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
                    WaitedFor = known.WaitedFor || asked.WaitedFor,
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
    /// The opening with outcomes and types read at least as strictly as the gate has read them so far: under a set that was not released no failure
    /// turns into a pass.
    /// </summary>
    public static GateOpening AsStrictlyAs(this GateOpening opening, GateOpening has)
    {
        if (opening.Kinds is null && has.Kinds is null && has.Mutable is null)
        {
            return opening;
        }

        var (now, before) = (opening.Outcomes(), has.Outcomes());
        var kinds = new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal);
        foreach (var (name, kind) in opening.Kinds ?? new Dictionary<string, OutcomeKind>())
        {
            kinds[name] = kind == OutcomeKind.Pass ? before.KindOf(name) : now.KindOf(name);
        }

        var mutable = (opening.Mutable ?? []).Union(has.Mutable ?? []).ToList();
        return opening with { Kinds = kinds.Count > 0 ? kinds : null, Mutable = mutable.Count > 0 ? mutable : null };
    }

    /// <summary>
    /// The deadline under a new set: a longer timeout holds from the opening on, a shorter one at the earliest ten minutes after the set came (rule 10).
    /// </summary>
    public static DateTimeOffset? Deadline(DateTimeOffset? planned, DateTimeOffset? has, DateTimeOffset at)
    {
        var earliest = at + TimeSpan.FromMinutes(10);
        return planned < has && planned < earliest ? earliest : planned;
    }

    private static Requirement? Find(RequirementView r, PlanPart? plan) => plan?.Requirements.FirstOrDefault(asked => IsFor(r, asked));

    private static bool IsFor(RequirementView r, Requirement asked) => (r.Testcase, r.Scenario, r.Arch) == (asked.Testcase, asked.Scenario, asked.Arch);

    private static bool Less(RequirementView has, Requirement? asked) =>
        asked is null || (has.Essential && !asked.Essential) || (has.WaitedFor && !asked.WaitedFor) || (!has.AnyNewest && asked.AnyNewest);
}
