using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>Rules 5 to 8.</summary>
public sealed partial class NaiveGates
{
    private void Decide(Opening gate, Entry entry, GateReason cause)
    {
        var known = Look(gate);
        if (LetGo(gate, known))
        {
            known = Look(gate);
        }

        if (Completion(gate) is null)
        {
            Conclude(gate, entry, known);
        }
        else
        {
            Revise(gate, entry, cause, known);
        }
    }

    // Rule 8: what a newer set no longer asks is kept until it is satisfied.
    private bool LetGo(Opening gate, List<Known> known)
    {
        var plan = PlanOf(gate);
        var kept = plan.Kept.Where(k => !known.Exists(n => n.Asked.Name == k.Name && n.IsSatisfied)).ToList();
        var isLess = trail.Seen("8.kept_until_it_is_satisfied", kept.Count < plan.Kept.Count)
            && trail.Obeys(Bug.KeptIsKeptForEver);
        plans[gate.Index] = isLess ? plan with { Kept = kept } : plan;
        return isLess;
    }

    // First failure, then first error, then complete, where one fact causes several.
    private void Conclude(Opening gate, Entry entry, List<Known> known)
    {
        var failed = IsFirst(gate, "first_failure") && known.Exists(IsFailure);
        var errored = IsFirst(gate, "first_error") && IsStuck(known);
        trail.Seen("6.first_failure_and_first_error", failed && errored);
        trail.Seen("6.said_directly_after_opened", (failed || errored) && entry.Position == gate.Position);
        if (errored && trail.Breaks(Bug.FirstErrorGoesBeforeFirstFailure))
        {
            Say("first_error", gate, entry, known, null, null);
        }

        if (failed)
        {
            Say("first_failure", gate, entry, known, Verdict.Failed, null);
        }

        if (errored && trail.Obeys(Bug.FirstErrorGoesBeforeFirstFailure))
        {
            Say("first_error", gate, entry, known, null, null);
        }

        if (ReasonToComplete(gate, known) is { } reason)
        {
            trail.Seen("6.first_failure_and_complete", failed);
            Say("complete", gate, entry, known, Judge(gate, known), reason);
        }
    }

    private bool IsFirst(Opening gate, string kind)
    {
        var isFirst = !Since(gate).Any(m => m.Kind == kind);
        var saidBefore = said.Exists(m => m.Kind == kind && IsOf(gate, m));
        trail.Seen($"6.{kind}_once_an_opening", !isFirst);
        trail.Seen($"6.{kind}_again_in_another_opening", isFirst && saidBefore);
        return (isFirst && !(saidBefore && trail.Breaks(Bug.FirstIsSaidOncePerGate)))
            || trail.Breaks(Bug.FirstIsSaidEachTime);
    }

    private bool IsFailure(Known known)
    {
        trail.Seen("6.waived_failure_is_none", known.Asked.Essential && known.Answer == Answer.Failed
            && known.Waiver is not null);
        return (known.Asked.Essential || trail.Breaks(Bug.FirstFailureOfAny)) && known.Answer == Answer.Failed
            && (known.Waiver is null || trail.Breaks(Bug.FirstFailureOfTheWaived));
    }

    // Nothing that it waits for is missing or running any more, and something of it is errored and not waived.
    private bool IsStuck(List<Known> known)
    {
        var waitedFor = known.FindAll(k => (k.WaitedFor || trail.Breaks(Bug.FirstErrorWaitsForAll))
            && k.Waiver is null);
        var isOpen = waitedFor.Exists(k => k.Answer is Answer.Missing or Answer.Running);
        trail.Seen("6.errored_and_something_is_missing", isOpen && waitedFor.Exists(k => k.Answer == Answer.Errored));
        trail.Seen("6.waived_error_is_none", known.Exists(k => k.Answer == Answer.Errored && k.Waiver is not null));
        return (!isOpen || trail.Breaks(Bug.FirstErrorWhileSomethingIsMissing))
            && (waitedFor.Exists(k => k.Answer == Answer.Errored)
                || (trail.Breaks(Bug.FirstErrorOfTheWaived)
                && known.Exists(k => k.WaitedFor && k.Answer == Answer.Errored)));
    }

    private GateReason? ReasonToComplete(Opening gate, List<Known> known)
    {
        var plan = PlanOf(gate);
        if (known.Count == 0)
        {
            trail.Seen("7.no_policy_waits", plan.AwaitsPolicy);
            return plan.Requirements.OnPurpose ? GateReason.NothingRequired
                : plan.AwaitsPolicy && trail.Obeys(Bug.NoPolicyPasses) ? null
                : GateReason.NoPolicy;
        }

        var waitedFor = known.FindAll(k => k.WaitedFor);
        trail.Seen("5.essential_received_is_not_enough", known.Exists(k => k.Asked.Essential)
            && !waitedFor.TrueForAll(k => k.IsSettled)
            && known.TrueForAll(k => !k.Asked.Essential || k.IsSettled));
        if (waitedFor.Exists(k => !k.IsSettled && !(k.Answer == Answer.Errored && trail.Breaks(Bug.ErrorSettles))))
        {
            return null;
        }

        var isWaived = waitedFor.Exists(k => k.Waiver is not null && k.Answer is Answer.Running or Answer.Missing);
        trail.Seen("7.waived_and_would_wait", isWaived);
        trail.Seen("7.waived_and_finished", !isWaived && waitedFor.Exists(k => k.Waiver is not null));
        return isWaived && trail.Obeys(Bug.WaivedIsNoReason) ? GateReason.Waived
            : known.TrueForAll(k => k.IsSettled) && trail.Obeys(Bug.EverythingInIsEssentialReceived)
            ? GateReason.AllReceived
            : GateReason.EssentialReceived;
    }

    // Rule 8: the verdict, which requirements are unsatisfied, or what those answer; another result alone is no change.
    private void Revise(Opening gate, Entry entry, GateReason cause, List<Known> known)
    {
        var last = Since(gate).Last(m => m.Kind is "complete" or "changed").Statement;
        var isReleased = IsReleased(gate);
        var verdict = isReleased ? Verdict.Passed : Judge(gate, known);
        var now = Make(gate, entry, known, DefinitionOf(gate.Alias, log.Count)!, decided: true) with
        {
            Verdict = verdict, PreviousVerdict = last.Verdict, Reason = cause,
        };
        var isOtherList = !ListOf(now).SetEquals(ListOf(last));
        trail.Seen("8.another_result_alone", verdict == last.Verdict && !isOtherList
            && !ResultsOf(now).SequenceEqual(ResultsOf(last)));
        trail.Seen("8.list_alone", verdict == last.Verdict && isOtherList);
        trail.Seen("7.release_holds", isReleased && isOtherList && cause != GateReason.Released);
        if (verdict != last.Verdict || (isOtherList && trail.Obeys(Bug.ListAloneIsNoChange))
            || (trail.Breaks(Bug.AnotherResultIsAChange) && !ResultsOf(now).SequenceEqual(ResultsOf(last))))
        {
            trail.Seen($"8.changed_by_{cause}");
            said.Add(new Message("changed", entry.Position, now));
        }
    }

    // At the deadline whatever is not settled counts against it; where no policy came in time, that is why it failed.
    private void SayDeadline(Opening gate, Entry entry, DateTimeOffset? recordedUntil)
    {
        var plan = PlanOf(gate);
        var known = Look(gate);
        if (plan.AwaitsPolicy && trail.Obeys(Bug.NoPolicyIsADeadline))
        {
            trail.Seen("7.no_policy_in_time");
            Say("complete", gate, entry, known, Verdict.Failed, GateReason.NoPolicy);
            return;
        }

        var late = (long)(entry.At - plan.Deadline).TotalSeconds;
        trail.Seen("10.late_by", late >= 1);
        trail.Seen("10.late_by_under_one", late < 1);
        trail.Seen("10.recorded_until", recordedUntil is not null);
        trail.Seen("10.decided_without_a_watermark", recordedUntil is null);
        Say("complete", gate, entry, known, Judge(gate, known), GateReason.Deadline, statement => statement with
        {
            LateBy = late >= 1 || trail.Breaks(Bug.LateByUnderOne) ? late : null,
            RecordedUntil = recordedUntil,
        });
    }

    private Verdict Judge(Opening gate, List<Known> known) =>
        known.Count == 0 && PlanOf(gate).AwaitsPolicy ? Verdict.Failed
        : known.Exists(k => k.IsUnsatisfied && k.Asked.Essential) ? Verdict.Failed
        : known.Exists(k => k.IsUnsatisfied) ? Verdict.Info
        : Verdict.Passed;

    // Rule 7: it holds for the opening, whatever arrives, until it is taken back.
    private bool IsReleased(Opening gate)
    {
        var ofIt = log.Where(e => e.Position > gate.Position && e.What is GateReleased r && r.Alias == gate.Alias
            && r.DecisionContext == gate.Context)
            .Where(e => ((GateReleased)e.What).OpenedAt == gate.OpenedAt
            || trail.Breaks(Bug.ReleaseOfAnotherOpeningHolds))
            .ToList();
        var last = ofIt.LastOrDefault()?.What as GateReleased;
        return last is { Released: true }
            && !(trail.Breaks(Bug.ReleaseEndsWithTheNextFact) && !ReferenceEquals(ofIt[^1], log[^1]));
    }

    private static HashSet<(Subject, string, string?, string?, bool, Answer)> ListOf(GateStatement statement) =>
        [.. statement.Unsatisfied.Select(u => (u.Subject, u.Testcase, u.Scenario, u.Arch, u.Essential, u.Answer))];

    private static IEnumerable<Guid?> ResultsOf(GateStatement statement) =>
        statement.Unsatisfied.Select(u => u.ResultId);
}
