using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>All of an update.</summary>
/// <param name="WaitingFor">What its waiting gates wait for, most urgent first.</param>
/// <param name="Builds">At most 500, in the definition's order.</param>
/// <param name="Truncated">There are more builds.</param>
public sealed record UpdateDetail(
    string Alias, UpdateState State, string? ProductVersion, IReadOnlyList<string> DecisionContexts, string? Submitter, string? Title, string? Url,
    DateTimeOffset Time, DateTimeOffset FirstRecordedAt, long Sequence, int BuildCount,
    IReadOnlyList<GateNow> Gates, IReadOnlyList<WaitedFor> WaitingFor, IReadOnlyList<BuildSummary> Builds, bool Truncated);

/// <summary>A requirement that a gate waits for.</summary>
public sealed record WaitedFor(
    string DecisionContext, Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential, Answer Answer, DateTimeOffset? Since)
{
    /// <summary>What is waited for at a gate: nothing unless it waits. A failure is no longer waited for, a broken run is.</summary>
    public static IEnumerable<WaitedFor> At(GateNow gate) => gate.Status == GateStatus.Waiting
        ? gate.Unsatisfied.Where(u => u.Answer != Answer.Failed).Select(u => new WaitedFor(
            gate.DecisionContext, u.Subject, u.Testcase, u.Scenario, u.Arch, u.Essential, u.Answer, u.SubmitTime ?? gate.OpenedAt))
        : [];
}

/// <summary>A build of an update in one line.</summary>
/// <param name="Outcomes">How many of its cells show which outcome now.</param>
public sealed record BuildSummary(string Nvr, string Package, DateTimeOffset? LastTested, long TimesSeen, IReadOnlyDictionary<string, int> Outcomes);
