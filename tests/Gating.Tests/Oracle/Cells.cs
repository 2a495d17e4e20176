using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>What one cell, or all cells of a requirement read as one, answers.</summary>
internal sealed record CellAnswer(IReadOnlyList<Placed> Results, Answer Answer, Placed By)
{
    /// <summary>One of its results, to say where it is.</summary>
    public Placed Place => Results[0];
}

/// <summary>Rules 3 and 4: cells, read off the results that count.</summary>
internal sealed class Cells(Trail trail)
{
    private static readonly Answer[] Worst = [Answer.Failed, Answer.Errored, Answer.Running, Answer.Passed];

    /// <summary>The cells of a requirement that answer something, whatever waivers say.</summary>
    /// <param name="counting">All results of its subject and testcase that count.</param>
    public IReadOnlyList<CellAnswer> Of(Asked asked, IReadOnlyList<Placed> counting)
    {
        var cells = counting.Where(r => Takes(asked, r)).GroupBy(CellOf).Select(cell => Read([.. cell])).ToList();
        if (asked.Newest)
        {
            return cells;
        }

        var open = cells.Where(c => !IsOver(c, counting)).ToList();
        return [.. open.Where(c => !GoesOnElsewhere(asked, c, open))];
    }

    /// <summary>All of these read as one.</summary>
    public CellAnswer? AsOne(IEnumerable<CellAnswer> cells)
    {
        var results = cells.SelectMany(c => c.Results).ToList();
        return results.Count > 0 ? Read(results) : null;
    }

    /// <summary>The worst of these, and of equally bad ones the newest.</summary>
    public CellAnswer? WorstOf(IEnumerable<CellAnswer> cells)
    {
        var all = cells.ToList();
        trail.Seen("4.worst_of_several_cells", all.Select(c => c.Answer).Distinct().Count() > 1);
        if (trail.Breaks(Bug.NewestCellAnswersForAll))
        {
            return AsOne(all);
        }

        var worst = all.GroupBy(c => c.Answer).MinBy(same => Array.IndexOf(Worst, same.Key));
        var newest = worst?.Select(c => c.By).Newest(trail);
        trail.Seen("4.newest_of_the_worst", worst?.Count() > 1);
        return worst?.Last(c =>
            ReferenceEquals(c.By, trail.Breaks(Bug.OldestOfTheWorstIsShown) ? worst.First().By : newest));
    }

    private bool Takes(Asked asked, Placed result)
    {
        var (scenario, arch) = (result.Scenario, result.Arch);
        trail.Seen("4.accepts_any_null_included", asked.Arch is null && arch is null);
        return asked.Takes(scenario, arch)
            && !(trail.Breaks(Bug.AnyDoesNotTakeNull) && asked.Arch is null && arch is null);
    }

    private (Subject, string, string?, string?, string?) CellOf(Placed result)
    {
        trail.Seen("3.variant_is_a_cell_of_its_own", result.Result.Variant is not null);
        var (subject, testcase, scenario, arch, variant) = result.Cell;
        return (subject, testcase, scenario, arch, trail.Breaks(Bug.VariantsShareACell) ? null : variant);
    }

    // Rule 3, the second and third sentence.
    private CellAnswer Read(IReadOnlyList<Placed> results)
    {
        var newest = results.Newest(trail)!;
        var word = results.Where(r => r.IsAWord
            || (trail.Breaks(Bug.ErrorUnderARunIsAWord) && newest.IsRunning && r.IsFinished)).Newest(trail);
        return newest.IsRunning ? Under(results, newest, word) : Finished(results, newest, word);
    }

    private CellAnswer Under(IReadOnlyList<Placed> results, Placed run, Placed? word)
    {
        trail.Seen("3.running_hides_no_pass", word?.Kind == OutcomeKind.Pass);
        trail.Seen("3.running_over_a_failure", word?.Kind == OutcomeKind.Fail);
        trail.Seen("3.running_and_an_error_is_set_aside", word is not null
            && results.Any(r => r.Kind == OutcomeKind.Error && r.Time > word.Time));
        if (word?.Kind == OutcomeKind.Pass && trail.Obeys(Bug.RunningHidesAPass))
        {
            return new CellAnswer(results, Answer.Passed, word);
        }

        return word?.Kind == OutcomeKind.Fail && trail.Breaks(Bug.RunningDoesNotHideAFailure)
            ? new CellAnswer(results, Answer.Failed, word)
            : new CellAnswer(results, Answer.Running, run);
    }

    private CellAnswer Finished(IReadOnlyList<Placed> results, Placed newest, Placed? word)
    {
        trail.Seen("3.error_where_there_is_no_word", newest.Kind == OutcomeKind.Error && word is null);
        trail.Seen("3.error_hides_no_pass", newest.Kind == OutcomeKind.Error && word?.Kind == OutcomeKind.Pass);
        trail.Seen("3.error_hides_no_failure", newest.Kind == OutcomeKind.Error && word?.Kind == OutcomeKind.Fail);
        var isHidden = newest.Kind == OutcomeKind.Error
            && ((word?.Kind == OutcomeKind.Pass && trail.Breaks(Bug.ErrorHidesAPass))
            || (word?.Kind == OutcomeKind.Fail && trail.Breaks(Bug.ErrorHidesAFailure)));
        return word is null || isHidden
            ? new CellAnswer(results, Answer.Errored, newest)
            : new CellAnswer(results, word.Kind == OutcomeKind.Pass ? Answer.Passed : Answer.Failed, word);
    }

    // Rule 4: a run that did not know yet where it would take place, and went on in another cell.
    private bool IsOver(CellAnswer cell, IReadOnlyList<Placed> counting)
    {
        var queued = cell.Results.Newest(trail)!;
        if (!queued.IsRunning || (queued.Arch is not null && queued.Scenario is not null))
        {
            return false;
        }

        var isOver = counting.Any(r => r.Position != queued.Position && GoesOnIn(queued, r));
        trail.Seen("4.queued_is_over", isOver);
        trail.Seen("4.over_falls_back_on_nothing", isOver && cell.Results.Any(r => r.IsAWord));
        return isOver && trail.Obeys(Bug.QueuedIsNeverOver)
            && !(trail.Breaks(Bug.OverFallsBack) && cell.Results.Any(r => r.IsAWord));
    }

    private bool GoesOnIn(Placed queued, Placed other)
    {
        var isSamePlace = (queued.Arch is null || queued.Arch == other.Arch)
            && (queued.Scenario is null || queued.Scenario == other.Scenario);
        var namesMore = (queued.Arch is null && other.Arch is not null)
            || (queued.Scenario is null && other.Scenario is not null);
        var isLater = other.Time >= queued.Time;
        trail.Seen("4.over_not_by_another_arch", !isSamePlace && namesMore && isLater);
        trail.Seen("4.over_not_by_one_that_names_no_more", isSamePlace && !namesMore && isLater && other.IsFinished);
        trail.Seen("4.over_not_by_an_older_one", isSamePlace && namesMore && !isLater);
        return (isSamePlace || trail.Breaks(Bug.OverByAnotherArch))
            && (namesMore || trail.Breaks(Bug.OverByOneThatNamesNoMore))
            && (isLater || trail.Breaks(Bug.OverByAnOlderOne))
            && IsLinked(queued.Result, other);
    }

    private bool IsLinked(ResultRecorded queued, Placed other)
    {
        var sharesRefUrl = queued.RefUrl is not null && queued.RefUrl == other.Result.RefUrl;
        var sharesGroup = (queued.Groups ?? []).Intersect(other.Result.Groups ?? []).Any();
        var passed = other.Kind == OutcomeKind.Pass;
        var isFree = queued.RefUrl is null && queued.Groups is not { Count: > 0 };
        trail.Seen("4.over_by_ref_url", sharesRefUrl && !passed);
        trail.Seen("4.over_by_group", sharesGroup && !passed);
        trail.Seen("4.over_by_a_pass", passed && !sharesGroup && !sharesRefUrl && !isFree);
        trail.Seen("4.over_by_a_finished_one", isFree && other.IsFinished && !passed);
        trail.Seen("4.over_not_without_a_link", !isFree && !sharesRefUrl && !sharesGroup && other.IsFinished
            && !passed);
        return (sharesRefUrl && trail.Obeys(Bug.OverNotByRefUrl)) || (sharesGroup && trail.Obeys(Bug.OverNotByGroup))
            || (passed && trail.Obeys(Bug.OverNotByAPass))
            || (other.IsFinished
            && ((isFree && trail.Obeys(Bug.OverNotByAFinishedOne)) || trail.Breaks(Bug.OverWithoutALink)));
    }

    // Rule 3, the last but one sentence.
    private bool GoesOnElsewhere(Asked asked, CellAnswer cell, List<CellAnswer> cells)
    {
        var run = cell.Results.Newest(trail)!;
        if (!run.IsRunning || cell.Results.Any(r => r.IsAWord))
        {
            return false;
        }

        var passed = cells.Where(c => !ReferenceEquals(c, cell) && c.Answer == Answer.Passed).ToList();
        var hadPassed = passed.Exists(c => c.Results.Any(r => r.Kind == OutcomeKind.Pass && r.Time < run.Time));
        var acceptsAny = asked.Arch is null || asked.Scenario is null;
        trail.Seen("3.runs_elsewhere_after_a_pass", hadPassed && acceptsAny);
        trail.Seen("3.runs_elsewhere_before_the_pass", passed.Count > 0 && !hadPassed && acceptsAny);
        trail.Seen("3.runs_elsewhere_in_a_named_cell", hadPassed && !acceptsAny);
        return ((hadPassed && trail.Obeys(Bug.RunElsewhereHidesAPass))
            || (passed.Count > 0 && trail.Breaks(Bug.RunElsewhereBeforeThePassIsIgnored)))
            && (acceptsAny || trail.Breaks(Bug.RunElsewhereOfANamedCellIsIgnored));
    }
}
