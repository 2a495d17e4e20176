using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// What gates said by the first edition of the rules, told again from the log: it is never decided again (rule 16), so nothing of that edition's rules
/// is needed for it.
/// </summary>
public static class FirstEdition
{
    private static readonly EvidenceWindow NoWindow = new(null, [], []);

    /// <summary>Where a gate stands after it said this.</summary>
    public static Gate After(Gate before, GateSaid said)
    {
        var s = said.Statement;
        var (phase, status) = said switch
        {
            GateOpened => (GatePhase.Waiting, GateStatus.Waiting),
            GateClosed => (GatePhase.Closed, GateStatus.Closed),
            GateCompleted or GateChanged => (GatePhase.Complete, StatusOf(s.Verdict)),
            _ => (before.Phase, GateStatus.Waiting),
        };
        var verdict = said is GateFirstFailure ? before.Verdict : s.Verdict;
        var opening = new GateOpening(
            s.Alias, s.DecisionContext, s.Revision, s.ProductVersion, said.PolicySet, s.Policies, Asks.Something, AwaitsPolicy: false, s.OpenedAt, s.Deadline,
            Builds: said is GateOpened ? s.Builds.Count : before.Opening?.Builds ?? s.Builds.Count, Subjects: 0, Trace: null, DefinitionTime: null, NoWindow,
            Kinds: null, Mutable: null, Grace: TimeSpan.Zero, WaitsForAll: false);
        var view = new GateView
        {
            Alias = s.Alias,
            DecisionContext = s.DecisionContext,
            Status = status,
            Revision = s.Revision,
            ProductVersion = s.ProductVersion,
            Verdict = verdict,
            PreviousVerdict = s.PreviousVerdict,
            Reason = said is GateFirstFailure ? before.Reason : s.Reason,
            Summary = s.Summary,
            Policies = s.Policies,
            OpenedAt = s.OpenedAt,
            Deadline = s.Deadline,
            DecidedAt = s.DecidedAt,
            Counts = s.Counts,
            Builds = opening.Builds,
            Unsatisfied = s.Unsatisfied.Count,
        };
        var unsatisfied = s.Unsatisfied
            .Select(u => new SaidUnsatisfied(u.Subject.Type, u.Subject.Id, u.Testcase, u.Scenario, u.Arch, u.Answer))
            .ToArray();
        return Gate.Initial with
        {
            Opening = opening,
            Phase = phase,
            FirstFailureSaid = said is GateFirstFailure || (said is not GateOpened && before.FirstFailureSaid),
            Verdict = verdict,
            PreviousVerdict = s.PreviousVerdict,
            Reason = view.Reason,
            DecidedAt = s.DecidedAt,
            AsSaid = new FirstEditionStanding(view, unsatisfied, ListMoved: false),
        };
    }

    /// <summary>The parts that a gate's statement tells of: its builds, with what was unsatisfied or waived.</summary>
    public static IEnumerable<GatePart> PartsOf(GateStatement s)
    {
        var asked = s.Unsatisfied
            .Select(u => (u.Subject, Requirement: new RequirementView
            {
                Testcase = u.Testcase,
                Scenario = u.Scenario,
                Arch = u.Arch,
                Essential = u.Essential,
                WaitedFor = true,
                Answer = u.Answer,
                Unsatisfied = true,
                ResultId = u.ResultId,
                RefUrl = u.RefUrl,
                SubmitTime = u.SubmitTime,
            }))
            .Concat(s.Waived.Select(w => (w.Subject, Requirement: new RequirementView
            {
                Testcase = w.Testcase,
                Scenario = w.Scenario,
                Arch = w.Arch,
                Essential = w.Essential,
                WaitedFor = true,
                Answer = w.Answer,
                ResultId = w.ResultId,
                Waiver = new WaiverReference(w.WaiverId, w.Username, w.Comment),
            })))
            .ToLookup(a => a.Subject, a => a.Requirement);
        var builds = s.Builds.Select((b, place) => (Subject: Subject.OfBuild(b.Nvr), Place: place)).ToList();
        return builds.Append((Subject: Subject.OfUpdate(s.Alias), Place: -1))
            .Select(p => new GatePart(p.Subject, p.Place, [.. asked[p.Subject]]))
            .Where(p => p.Requirements.Count > 0);
    }

    /// <summary>Whether what is unsatisfied by the second edition is what had been said.</summary>
    public static bool SaidTheSame(FirstEditionStanding said, IEnumerable<GatePart> parts) => parts
        .SelectMany(p => p.Requirements.Where(r => r.Unsatisfied), (p, r) =>
            new SaidUnsatisfied(p.Subject.Type, p.Subject.Id, r.Testcase, r.Scenario, r.Arch, r.Answer))
        .ToHashSet()
        .SetEquals(said.Unsatisfied);

    private static GateStatus StatusOf(Verdict? verdict) => verdict switch
    {
        Verdict.Passed => GateStatus.Passed,
        Verdict.Info => GateStatus.Info,
        _ => GateStatus.Failed,
    };
}
