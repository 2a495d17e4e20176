namespace Gatehouse.Contracts;

/// <summary>The four lists of a gate message, cut to what may travel.</summary>
public sealed record GateLists(
    IReadOnlyList<BuildVerdict> Builds,
    IReadOnlyList<SubjectPart> Subjects,
    IReadOnlyList<UnsatisfiedRequirement> Unsatisfied,
    IReadOnlyList<WaivedRequirement> Waived,
    bool Truncated)
{
    /// <summary>Makes the lists: most urgent first, ties in the definition's order.</summary>
    /// <param name="parts">
    /// All parts of the gate, or at least the <see cref="Limits.GateEntries"/> most urgent, and as many of the rest (those with waived
    /// requirements first) as there are up to that limit; in any order.
    /// </param>
    /// <param name="decided">The gate has said its verdict, so what is unsettled counts against a build.</param>
    /// <param name="allBuilds">How many builds the revision has.</param>
    /// <param name="allSubjects">How many other subjects the revision has.</param>
    /// <param name="allUnsatisfied">How many requirements are unsatisfied in all.</param>
    /// <param name="allWaived">How many requirements are waived in all.</param>
    public static GateLists Of(IEnumerable<GatePart> parts, bool decided, int allBuilds, int allSubjects, int allUnsatisfied, int allWaived)
    {
        var ordered = parts.OrderBy(p => p.Urgency()).ThenBy(p => p.Place).ToList();
        var builds = ordered.Where(p => p.IsBuild).Take(Limits.GateEntries).Select(p => new BuildVerdict(p.Subject.Id, p.Verdict(decided))).ToList();
        var subjects = ordered.Where(p => p.IsOther).Take(Limits.GateEntries)
            .Select(p => new SubjectPart(p.Subject.Type, p.Subject.Id, p.Verdict(decided))).ToList();
        var unsatisfied = Entries(ordered, r => r.Unsatisfied)
            .Select(e => new UnsatisfiedRequirement(
                e.Part.Subject, e.Requirement.Testcase, e.Requirement.Scenario, e.Requirement.Arch, e.Requirement.Essential,
                e.Requirement.Answer, e.Requirement.ResultId, e.Requirement.RefUrl, e.Requirement.SubmitTime))
            .ToList();
        var waived = Entries(ordered, r => r.Waiver is not null)
            .Select(e => new WaivedRequirement(
                e.Part.Subject, e.Requirement.Testcase, e.Requirement.Scenario, e.Requirement.Arch, e.Requirement.Essential,
                e.Requirement.Answer, e.Requirement.ResultId, e.Requirement.Waiver!.Id, e.Requirement.Waiver.Username, e.Requirement.Waiver.Comment))
            .ToList();
        return new GateLists(
            builds,
            subjects,
            unsatisfied,
            waived,
            allBuilds > builds.Count || allSubjects > subjects.Count || allUnsatisfied > unsatisfied.Count || allWaived > waived.Count);
    }

    private static IEnumerable<(GatePart Part, RequirementView Requirement)> Entries(List<GatePart> parts, Func<RequirementView, bool> wanted) =>
        parts.SelectMany(p => p.Requirements.Where(wanted), (part, requirement) => (Part: part, Requirement: requirement))
            .OrderBy(e => GatePart.UrgencyOf(e.Requirement))
            .ThenBy(e => e.Part.Place)
            .Take(Limits.GateEntries);
}
