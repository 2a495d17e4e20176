using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>Rules 1 and 2: refused results that a gate shows. They decide nothing.</summary>
internal sealed class Refusals(IReadOnlyList<Entry> entries, IReadOnlyList<Asked> asked, IReadOnlyList<Placed> results, Trail trail)
{
    /// <summary>How many were refused for their id alone and would have changed a cell that the gate asks for.</summary>
    public int Conflicts => entries.Count(e => e.What is MessageRejected { Conflict: true, About: { } about } && IsConflict(e, about));

    /// <summary>How many are about a subject and testcase that the gate asks for.</summary>
    public int Rejections => entries.Count(e => e.What is MessageRejected { About: { } about } rejected
        && (!rejected.Conflict || trail.Breaks(Bug.ConflictsAreRejectionsToo)) && IsShown(e, rejected, about));

    private bool IsConflict(Entry entry, RejectedResult about) => about.Outcome is not null
        && about.Subjects.Any(s => about.Arches.Any(arch => IsConflict(entry, about, s, arch)));

    private bool IsConflict(Entry entry, RejectedResult about, Subject subject, string? arch)
    {
        if (!asked.Any(a => a.Subject == subject && a.Testcase == about.Testcase && a.Takes(about.Scenario, arch)))
        {
            return false;
        }

        var cell = results.Where(r => r.Cell == (subject, about.Testcase, about.Scenario, arch, about.Variant)).ToList();
        var newestThen = cell.Where(r => r.Position < entry.Position).Newest(trail);
        var differs = newestThen?.Result.Outcome != about.Outcome;
        var isOvertaken = cell.Exists(r => r.Position > entry.Position && r.Time > entry.Counted(about.SubmitTime));
        trail.Seen("1.conflict_of_another_outcome", differs && !isOvertaken);
        trail.Seen("1.conflict_of_the_same_outcome", !differs);
        trail.Seen("1.conflict_until_a_newer_result", differs && isOvertaken);
        return (differs || trail.Breaks(Bug.ConflictsOfTheSameOutcomeCount)) && (!isOvertaken || trail.Breaks(Bug.ConflictsStayForEver));
    }

    private bool IsShown(Entry entry, MessageRejected rejected, RejectedResult about)
    {
        var isAsked = about.Subjects.Any(s => asked.Any(a => a.Subject == s && a.Testcase == about.Testcase));
        var isOpen = about.Subjects.Any(s => asked.Any(a => a.Subject == s && a.Testcase == about.Testcase)
            && !results.Any(r => r.Subject == s && r.Testcase == about.Testcase && r.Position > entry.Position && r.Time >= entry.At));
        var isSettled = entries.Any(e => e.What is RejectionSettled settled && settled.Id == rejected.Id);
        trail.Seen("2.rejection_of_what_is_asked", isOpen && !isSettled);
        trail.Seen("2.rejection_until_a_newer_result", isAsked && !isOpen);
        trail.Seen("2.rejection_until_it_is_settled", isOpen && isSettled);
        return isAsked && (isOpen || trail.Breaks(Bug.RejectionsStayForEver)) && (!isSettled || trail.Breaks(Bug.SettledRejectionsStay));
    }
}
