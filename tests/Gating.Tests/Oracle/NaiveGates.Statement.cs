using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>What a gate says of itself (section 3).</summary>
public sealed partial class NaiveGates
{
    private static GateStatement Unsaid(string alias, string context, Definition definition, DateTimeOffset openedAt) =>
        new()
    {
        Alias = alias,
        DecisionContext = context,
        Revision = definition.Revision,
        ProductVersion = definition.ProductVersion,
        OpenedAt = openedAt,
        DecidedAt = openedAt,
        Verdict = null,
        PreviousVerdict = null,
        Reason = null,
        Summary = "",
        Deadline = null,
        Edition = 2,
        Truncated = false,
        Policies = [],
        Counts = new GateCounts(0, 0, 0, 0, 0, 0, 0),
        Builds = [],
        Unsatisfied = [],
        Waived = [],
    };

    /// <param name="definition">Whose builds and subjects it has.</param>
    /// <param name="decided">It has said its verdict, so what is not settled counts against a build.</param>
    private GateStatement Make(Opening gate, Entry entry, List<Known> known, Definition definition, bool decided)
    {
        var plan = PlanOf(gate);
        var refusals = new Refusals(log, plan.Asked, trail);
        var builds = definition.Builds.Select(b => new Subject("koji_build", b)).ToList();
        return gate.Statement with
        {
            DecidedAt = entry.At,
            Deadline = plan.Deadline,
            DefinitionTime = DefinitionTimeOf(gate.Alias),
            Policies = [.. plan.Requirements.Policies.Select(id => new PolicyReference(id, ""))],
            Counts = CountsOf(known,
                builds.Concat(definition.Subjects).Count(s => !known.Exists(k => k.Asked.Subject == s))),
            Builds = [.. builds.Select(b => new BuildVerdict(b.Id, PartOf(b, known, decided)))],
            Subjects = [.. definition.Subjects.Select(s => new SubjectPart(s.Type, s.Id, PartOf(s, known, decided)))],
            Conflicts = refusals.Conflicts,
            Rejections = refusals.Rejections,
            Unsatisfied = [.. known.Where(k => k.IsUnsatisfied).Select(k => new UnsatisfiedRequirement(
                k.Asked.Subject, k.Asked.Testcase, k.Asked.Scenario, k.Asked.Arch, k.Asked.Essential, k.Answer,
                k.By?.Id, k.By?.RefUrl, k.By?.SubmitTime))],
            Waived = [.. known.Where(k => k.Waiver is not null).Select(k => new WaivedRequirement(
                k.Asked.Subject, k.Asked.Testcase, k.Asked.Scenario, k.Asked.Arch, k.Asked.Essential, k.Answer,
                k.By?.Id,
                k.Waiver!.Id, k.Waiver.Username, k.Waiver.Comment))],
        };
    }

    // The time of the newest definition or closing taken up.
    private DateTimeOffset DefinitionTimeOf(string alias)
    {
        var recorded = log.Select(e => e.What).OfType<UpdateRecorded>().Where(u => u.Alias == alias).ToList();
        var newest = DefinitionOf(alias, log.Count)!.Newest;
        trail.Seen("9.definition_time_is_not_of_what_was_not_taken_up", !ReferenceEquals(newest, recorded[^1]));
        trail.Seen("9.definition_time_of_a_closing", newest.State != UpdateState.Open);
        return trail.Breaks(Bug.DefinitionTimeOfWhatWasNotTakenUp) ? recorded[^1].Time
            : trail.Breaks(Bug.DefinitionTimeOfNoClosing) ? recorded.Last(u => u.State == UpdateState.Open).Time
            : newest.Time;
    }

    private GateCounts CountsOf(List<Known> known, int uncheckedParts)
    {
        var all = TallyOf(known);
        trail.Seen("7.unchecked", uncheckedParts > 0);
        return new GateCounts(
            all.Requirements, all.Passed, all.Failed, all.Errored, all.Running, all.Missing, all.Waived,
            TallyOf(known.FindAll(k => k.Asked.Essential)), trail.Breaks(Bug.UncheckedIsNotCounted)
                ? 0 : uncheckedParts);
    }

    // A waived one counts under waived alone, and one that does not count yet under missing.
    private RequirementCounts TallyOf(List<Known> known)
    {
        var others = known.FindAll(k => k.Waiver is null || trail.Breaks(Bug.WaivedCountsTwice));
        int Count(Answer answer) => others.Count(k => AnswerOf(k) == answer);
        return new RequirementCounts(
            known.Count, Count(Answer.Passed), Count(Answer.Failed), Count(Answer.Errored), Count(Answer.Running),
            Count(Answer.Missing),
            known.Count(k => k.Waiver is not null));
    }

    private Answer AnswerOf(Known known) => known.IsSatisfied || known.Counts
        || trail.Breaks(Bug.RunningCountsUnderWaitForEssential) ? known.Answer : Answer.Missing;

    // Of one build or subject: unchecked if nothing is asked of it, failed if that is certain, waiting while anything
    // of it is open.
    private PartVerdict PartOf(Subject subject, List<Known> known, bool decided)
    {
        var ofIt = known.FindAll(k => k.Asked.Subject == subject);
        var unsatisfied = ofIt.FindAll(k => k.IsUnsatisfied);
        return ofIt.Count == 0 ? trail.Breaks(Bug.UncheckedIsPassed) ? PartVerdict.Passed : PartVerdict.Unchecked
            : unsatisfied.Exists(k => k.Asked.Essential && (decided || k.Answer == Answer.Failed)) ? PartVerdict.Failed
            : !decided && unsatisfied.Exists(k => k.Answer != Answer.Failed) ? PartVerdict.Waiting
            : unsatisfied.Count > 0 ? PartVerdict.Info
            : PartVerdict.Passed;
    }
}
