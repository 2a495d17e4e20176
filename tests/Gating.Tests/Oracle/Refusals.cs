using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>Rules 1 and 2: refused results that a gate shows. They decide nothing.</summary>
internal sealed class Refusals(IReadOnlyList<Entry> entries, IReadOnlyList<Asked> asked, Trail trail)
{
    // Which result is a cell's newest is the same for all gates, whatever their sets mean by an outcome.
    private static readonly PolicyDrafts NoSet = new([], false);

    private readonly IReadOnlyList<Placed> results = Placed.Of(entries, NoSet, trail);

    /// <summary>
    /// How many were refused for their id alone and would have changed a cell that the gate asks for; once for each
    /// subject.
    /// </summary>
    public int Conflicts => entries.Sum(e =>
        e.What is MessageRejected { Conflict: true, About: { Outcome: not null } about } rejected
            ? Once(about.Subjects.Distinct().Count(s => IsConflict(e, about, s) && !IsSettledConflict(rejected)))
            : 0);

    /// <summary>How many are about a subject and testcase that the gate asks for; once for each subject.</summary>
    public int Rejections => entries.Sum(e => e.What is MessageRejected { About: { } about } rejected
        && (!rejected.Conflict || trail.Breaks(Bug.ConflictsAreRejectionsToo))
            ? Once(about.Subjects.Distinct().Count(s => IsShown(e, rejected, about.Testcase, s)))
            : 0);

    private int Once(int count)
    {
        trail.Seen("2.refused_for_several_subjects", count > 1);
        return trail.Breaks(Bug.RefusedIsCountedOnce) ? Math.Min(count, 1) : count;
    }

    private bool IsSettledConflict(MessageRejected rejected) =>
        trail.Seen("1.conflict_until_it_is_settled", IsSettled(rejected)) && trail.Obeys(Bug.SettledConflictsStay);

    private bool IsSettled(MessageRejected rejected) =>
        entries.Any(e => e.What is RejectionSettled settled && settled.Id == rejected.Id);

    private bool IsConflict(Entry entry, RejectedResult about, Subject subject) =>
        about.Arches.Any(arch => IsConflict(entry, about, subject, arch));

    private bool IsConflict(Entry entry, RejectedResult about, Subject subject, string? arch)
    {
        if (!asked.Any(a => a.Subject == subject && a.Testcase == about.Testcase && a.Takes(about.Scenario, arch)))
        {
            return false;
        }

        var cell = results.Where(r => r.Cell == (subject, about.Testcase, about.Scenario, arch, about.Variant))
            .ToList();
        var newestThen = cell.Where(r => r.Position < entry.Position).Newest(trail);
        var differs = newestThen?.Result.Outcome != about.Outcome;
        var isOvertaken = cell.Exists(r => r.Position > entry.Position && r.Time > entry.Counted(about.SubmitTime));
        trail.Seen("1.conflict_of_another_outcome", differs && !isOvertaken);
        trail.Seen("1.conflict_of_the_same_outcome", !differs);
        trail.Seen("1.conflict_until_a_newer_result", differs && isOvertaken);
        return (differs || trail.Breaks(Bug.ConflictsOfTheSameOutcomeCount))
            && (!isOvertaken || trail.Breaks(Bug.ConflictsStayForEver));
    }

    private bool IsShown(Entry entry, MessageRejected rejected, string testcase, Subject subject)
    {
        var isAsked = asked.Any(a => a.Subject == subject && a.Testcase == testcase);
        var isOpen = isAsked
            && !results.Any(r => r.Subject == subject && r.Testcase == testcase && r.Position > entry.Position
            && r.Time >= entry.At);
        var isSettled = IsSettled(rejected);
        trail.Seen("2.rejection_of_what_is_asked", isOpen && !isSettled);
        trail.Seen("2.rejection_until_a_newer_result", isAsked && !isOpen);
        trail.Seen("2.rejection_until_it_is_settled", isOpen && isSettled);
        return isAsked && (isOpen || trail.Breaks(Bug.RejectionsStayForEver))
            && (!isSettled || trail.Breaks(Bug.SettledRejectionsStay));
    }
}
