using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>An asked thing with what is known of it.</summary>
/// <param name="By">The result that the answer comes from.</param>
/// <param name="WaitedFor">The gate waits for it.</param>
/// <param name="Finished">A run of it has finished.</param>
internal sealed record Known(Asked Asked, Answer Answer, ResultRecorded? By, WaiverRecorded? Waiver, bool WaitedFor,
    bool Finished)
{
    public bool IsSatisfied => Answer == Answer.Passed || Waiver is not null;

    /// <summary>Rule 5: what is not waited for counts once a run of it has finished.</summary>
    public bool Counts => WaitedFor || Finished;

    /// <summary>It is named among the unsatisfied.</summary>
    public bool IsUnsatisfied => !IsSatisfied && Counts;

    /// <summary>Rule 5: passed, failed or waived.</summary>
    public bool IsSettled => IsSatisfied || Answer == Answer.Failed;
}

/// <summary>What one gate knows, read off the history up to a fact.</summary>
internal sealed class Knowledge
{
    private readonly Plan plan;
    private readonly Trail trail;
    private readonly Evidence evidence;
    private readonly Waivers waivers;
    private readonly Cells cells;

    public Knowledge(IReadOnlyList<Entry> entries, Definition definition, string alias, string context,
        string productVersion, Plan plan, Trail trail)
    {
        (this.plan, this.trail) = (plan, trail);
        Results = Placed.Of(entries, plan.Words, trail);
        evidence = new Evidence(definition, plan.Words, Results, trail);
        waivers = new Waivers(entries, alias, context, productVersion, evidence.Counts, trail);
        cells = new Cells(trail);
    }

    /// <summary>All results on record, whether or not they count.</summary>
    public IReadOnlyList<Placed> Results { get; }

    /// <summary>What is known of everything that the plan asks.</summary>
    public List<Known> OfAll() => [.. plan.Asked.Select(Of)];

    private Known Of(Asked asked)
    {
        var about = Results.Where(r => r.Subject == asked.Subject && r.Testcase == asked.Testcase).ToList();
        var counting = trail.Breaks(Bug.NewestThenCounts) ? NewestThatCount(about) : about.FindAll(evidence.Counts);
        trail.Seen("9.what_does_not_count_is_passed_over", counting.Count > 0 && counting.Count < about.Count);
        var answering = cells.Of(asked, counting);
        var (answer, waiver) = Waived(asked, answering);
        var finished = trail.Breaks(Bug.UnfinishedCounts)
            || counting.Exists(r => r.IsFinished && asked.Takes(r.Scenario, r.Arch));
        var waitedFor = plan.WaitsFor(asked, trail);
        trail.Seen("5.not_waited_for_and_finished", !waitedFor && finished && answer?.Answer != Answer.Passed);
        trail.Seen("5.not_waited_for_counts_with_an_error", !waitedFor && answer?.Answer == Answer.Errored);
        trail.Seen("5.not_waited_for_is_missing_until_then", !waitedFor && !finished
            && answer?.Answer == Answer.Running);
        var counts = finished && trail.Obeys(Bug.FinishedDoesNotCount);
        return new Known(asked, answer?.Answer ?? Answer.Missing, answer?.By.Result, waiver?.Waiver, waitedFor, counts);
    }

    // The bug: the newest of a cell is looked for first, and where it does not count the cell answers nothing.
    private List<Placed> NewestThatCount(List<Placed> about) =>
        [.. about.GroupBy(r => r.Cell).Where(cell => evidence.Counts(cell.Newest(trail)!)).SelectMany(cell => cell)];

    // A passed requirement needs no waiver. One that accepts any is waived cell by cell, too.
    private (CellAnswer? Answer, Given? Waiver) Waived(Asked asked, IReadOnlyList<CellAnswer> answering)
    {
        CellAnswer? Of(IEnumerable<CellAnswer> some) => asked.Newest ? cells.AsOne(some) : cells.WorstOf(some);
        trail.Seen("4.any_newest", asked.Newest && answering.Select(c => c.Answer).Distinct().Count() > 1);
        var answer = Of(answering);
        var given = waivers.For(asked.Subject, asked.Testcase);
        trail.Seen("14.passed_is_shown_as_passed", answer?.Answer == Answer.Passed && given.Count > 0);
        if (answer?.Answer == Answer.Passed && trail.Obeys(Bug.PassedIsShownAsWaived))
        {
            return (answer, null);
        }

        var whole = given.Where(g => Waivers.CoversAllOf(g.Waiver, asked)).ToList();
        var ofCells = given.Where(g =>
            answering.Any(c => c.Answer != Answer.Passed && Waivers.Covers(g.Waiver, c.Place))).ToList();
        var rest = answering.Where(c => c.Answer == Answer.Passed
            || !ofCells.Exists(g => Waivers.Covers(g.Waiver, c.Place))).ToList();
        if (trail.Breaks(Bug.CellWaiversAreIgnored))
        {
            (ofCells, rest) = (whole, [.. answering]);
        }

        var restAnswers = Of(rest);
        var isWaivedByCells = rest.Count < answering.Count && restAnswers is null or { Answer: Answer.Passed };
        trail.Seen("14.waived_by_its_cells", whole.Count == 0 && isWaivedByCells);
        trail.Seen("14.cell_taken_out_and_another_answers", whole.Count == 0 && rest.Count < answering.Count
            && !isWaivedByCells);
        trail.Seen("14.absence_is_waived", whole.Count > 0 && answer is null);
        if (whole.Count > 0 || isWaivedByCells || (trail.Breaks(Bug.CellWaiverCoversAll) && ofCells.Count > 0))
        {
            var covering = whole.Union(ofCells).OrderByDescending(g => g.Time).ThenByDescending(g => g.Position)
                .ToList();
            trail.Seen("14.newest_waiver_is_named", covering.Count > 1);
            return (answer, trail.Breaks(Bug.OldestWaiverIsNamed) ? covering[^1] : covering[0]);
        }

        return (trail.Breaks(Bug.WaivedCellStillAnswers) ? answer : restAnswers, null);
    }
}
