using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>Rules 5 to 8 and 10.</summary>
public sealed partial class NaiveGates
{
    private void Decide(GateStatement gate, Entry entry, GateReason cause)
    {
        var known = Look(gate);
        if (Completion(gate) is not null)
        {
            Revise(gate, entry, cause, Judge(known));
            return;
        }

        if (known.Exists(k => k.Asked.Essential && k.Answer == Answer.Failed && k.Waiver is null) && !Since(gate).Any(m => m.Kind == "first_failure"))
        {
            Say("first_failure", gate, entry, Verdict.Failed, null);
        }

        var asked = RequirementsOf(gate);
        GateReason? reason =
            !asked.Matched ? (PoliciesAt(entry.Position)!.Wait ? null : GateReason.NoPolicy)
            : known.Count == 0 ? GateReason.NothingRequired
            : known.All(k => k.IsSettled) ? GateReason.AllReceived
            : !asked.WaitForAll && known.Where(k => k.Asked.Essential).All(k => k.IsSettled) ? GateReason.EssentialReceived
            : null;
        if (reason is not null)
        {
            Say("complete", gate, entry, Judge(known), reason);
        }
    }

    private void Revise(GateStatement gate, Entry entry, GateReason cause, Verdict verdict)
    {
        var last = Since(gate).Last(m => m.Kind is "complete" or "changed").Statement;
        var now = Make("changed", gate, entry, entry.Position, verdict, cause, log) with { PreviousVerdict = last.Verdict };
        if (verdict != last.Verdict || !ListOf(now).SetEquals(ListOf(last)))
        {
            said.Add(new Message("changed", entry.Position, now));
        }
    }

    /// <summary>
    /// Complete counts what was recorded by the deadline: neither this fact nor any other after it. What was in the log before the gate had this
    /// deadline was there in time, although its recording may have begun later than that of what brought the deadline.
    /// </summary>
    /// <param name="asOf">The log position up to which policies are known.</param>
    private void PassDeadline(GateStatement gate, Entry entry, long asOf)
    {
        if (Completion(gate) is null && DeadlineOf(gate, asOf) is { } deadline && entry.At > deadline)
        {
            var since = Math.Max(Since(gate).First().Position, log.Last(e => e.What is PolicyDrafts && e.Position <= asOf).Position);
            var inTime = log.Where(e => (e.At <= deadline || e.Position < since) && e.Position < entry.Position).ToList();
            Say("complete", gate, entry, Judge(Look(gate, inTime, asOf)), GateReason.Deadline, inTime, asOf);
        }
    }

    // New policies can leave a gate with a deadline that has passed already: it is decided with all that is known.
    private void ActAtOnce(GateStatement gate, Entry entry)
    {
        if (Completion(gate) is null && entry.At > DeadlineOf(gate))
        {
            Say("complete", gate, entry, Judge(Look(gate)), GateReason.Deadline);
        }
    }

    private static Verdict Judge(List<Known> known) =>
        known.Exists(k => k.Counts && k.Asked.Essential) ? Verdict.Failed : known.Exists(k => k.Counts) ? Verdict.Info : Verdict.Passed;

    private static HashSet<(Subject, string, string?, string?, bool, Answer)> ListOf(GateStatement statement) =>
        [.. statement.Unsatisfied.Select(u => (u.Subject, u.Testcase, u.Scenario, u.Arch, u.Essential, u.Answer))];
}
