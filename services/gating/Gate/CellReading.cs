using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What a cell answers, or several that are read as one (rule 3).</summary>
/// <param name="Answer">Never missing.</param>
/// <param name="By">The run that the answer comes from.</param>
/// <param name="Newest">The newest of all its runs.</param>
/// <param name="LastRunErrored">The newest finished run ended in ERROR, which says nothing about the subject and hides nothing.</param>
internal sealed record CellReading(IReadOnlyList<Run> Runs, Answer Answer, Run By, Run Newest, bool LastRunErrored)
{
    /// <param name="runs">At least one.</param>
    public static CellReading Of(IReadOnlyList<Run> runs, Lens lens)
    {
        var recency = new ByRecency(lens.Outcomes);
        var newest = runs.Max(recency)!;
        var finished = runs.Where(lens.IsFinished).Max(recency);
        var telling = runs.Where(run => lens.KindOf(run) is OutcomeKind.Pass or OutcomeKind.Fail).Max(recency);
        var passed = telling is not null && lens.KindOf(telling) == OutcomeKind.Pass;
        var (answer, by) = (lens.IsFinished(newest), telling) switch
        {
            // A run under way never hides a pass; over anything else the answer is running.
            (false, not null) when passed => (Answer.Passed, telling),
            (false, _) => (Answer.Running, newest),
            (true, null) => (Answer.Errored, newest),
            (true, _) => (passed ? Answer.Passed : Answer.Failed, telling),
        };
        return new CellReading(runs, answer, by, newest, answer != Answer.Errored && finished is not null && lens.KindOf(finished) == OutcomeKind.Error);
    }

    /// <summary>Whether it has neither passed nor failed yet.</summary>
    public bool HasToldNothing(Lens lens) => !Runs.Any(run => lens.KindOf(run) is OutcomeKind.Pass or OutcomeKind.Fail);

    /// <summary>Whether it passed at an older time than this.</summary>
    public bool HadPassedBefore(DateTimeOffset time, Lens lens) => Runs.Any(run => lens.KindOf(run) == OutcomeKind.Pass && run.Time < time);

    /// <summary>
    /// Whether its newest run, which did not know yet where it would take place, is over, since it went on in another cell (rule 4).
    /// </summary>
    /// <param name="all">What is known of the subject and testcase.</param>
    public bool IsOver(IReadOnlyList<Run> all, Lens lens) =>
        !lens.IsFinished(Newest) && (Newest.Arch is null || Newest.Scenario is null) && all.Any(IsItsGoingOn(lens));

    private Func<Run, bool> IsItsGoingOn(Lens lens) => other =>
        other.Sequence != Newest.Sequence
        && other.Time >= Newest.Time
        && Newest.CanBecome(other)
        && ((Newest.Arch is null && other.Arch is not null) || (Newest.Scenario is null && other.Scenario is not null))
        && (Newest.SharesRunWith(other)
            || lens.KindOf(other) == OutcomeKind.Pass
            || (Newest is { RefUrl: null, Groups: null } && lens.IsFinished(other)));
}
