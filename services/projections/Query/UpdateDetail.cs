using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>All of an update.</summary>
/// <param name="Time">That of the newest definition or closing taken up, as sent.</param>
/// <param name="WaitingFor">What its waiting gates wait for, most urgent first.</param>
/// <param name="Builds">At most 500, in the definition's order.</param>
/// <param name="Subjects">What else it holds, likewise.</param>
/// <param name="Truncated">There are more builds, or subjects.</param>
public sealed record UpdateDetail(
    string Alias, UpdateState State, string? ProductVersion, IReadOnlyList<string> DecisionContexts, string? Submitter, string? Title, string? Url,
    DateTimeOffset Time, DateTimeOffset FirstRecordedAt, long Sequence, int BuildCount, int SubjectCount,
    IReadOnlyList<GateNow> Gates, IReadOnlyList<WaitedFor> WaitingFor, IReadOnlyList<BuildSummary> Builds, IReadOnlyList<SubjectSummary> Subjects, bool Truncated);

/// <summary>A requirement that a gate waits for.</summary>
public sealed record WaitedFor(
    string DecisionContext, Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential, Answer Answer, DateTimeOffset? Since)
{
    /// <summary>What is waited for at a gate: nothing unless it waits. A failure is no longer waited for, a broken run is.</summary>
    /// <param name="parts">Its parts, at least the most urgent.</param>
    public static IEnumerable<WaitedFor> At(GateNow gate, IEnumerable<GatePart> parts) => gate.Status != GateStatus.Waiting ? [] : parts
        .SelectMany(part => part.Requirements.Where(r => IsWaitedFor(gate, r)), (part, requirement) => (Part: part, Requirement: requirement))
        .OrderBy(e => GatePart.UrgencyOf(e.Requirement)).ThenBy(e => e.Part.Place)
        .Take(Limits.GateEntries)
        .Select(e => new WaitedFor(
            gate.DecisionContext, e.Part.Subject, e.Requirement.Testcase, e.Requirement.Scenario, e.Requirement.Arch, e.Requirement.Essential,
            e.Requirement.Answer, e.Requirement.SubmitTime ?? gate.OpenedAt));

    // A gate of the first edition does not say of each what it waits for.
    private static bool IsWaitedFor(GateNow gate, RequirementView requirement) =>
        requirement is { Unsatisfied: true, Answer: not Answer.Failed } && (requirement.WaitedFor || gate.Edition < 2);
}
