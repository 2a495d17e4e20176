using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class CellFoldTests
{
    private static readonly DateTimeOffset Later = Facts.Epoch.AddDays(1);

    [Test]
    public void The_first_result_of_a_cell_has_no_previous_outcome()
    {
        var (cell, place) = Fold(null, 7, "PASSED", Facts.Epoch);

        Assert.That(place, Is.EqualTo(new ResultPlace(null, 1, true)));
        Assert.That(cell, Is.EqualTo(new CellState(7, "PASSED", Facts.Epoch, null, 1)));
    }

    [Test]
    public void An_older_submit_time_that_arrives_late_counts_but_stays_below()
    {
        var (cell, _) = Fold(null, 7, "PASSED", Facts.Epoch);

        var (after, place) = Fold(cell, 8, "FAILED", Facts.Epoch.AddSeconds(-1));

        Assert.That(place, Is.EqualTo(new ResultPlace("PASSED", 2, false)));
        Assert.That(after, Is.EqualTo(cell with { TimesSeen = 2 }));
    }

    [TestCase("PASSED", "FAILED", "FAILED", Description = "the one recorded later")]
    [TestCase("FAILED", "RUNNING", "FAILED", Description = "a finished one")]
    [TestCase("QUEUED", "RUNNING", "RUNNING")]
    [TestCase("RUNNING", "ERROR", "ERROR")]
    [TestCase("CRASHED", "QUEUED", "CRASHED", Description = "one that nobody declares is finished")]
    public void Of_equal_submit_times_a_finished_one_is_on_top_else_the_one_recorded_later(string first, string second, string top)
    {
        var (cell, _) = Fold(null, 7, first, Facts.Epoch);

        var (after, place) = Fold(cell, 8, second, Facts.Epoch);

        Assert.That((after.Outcome, after.TimesSeen, place.Newest), Is.EqualTo((top, 2L, top == second)));
    }

    [Test]
    public void A_submit_time_ahead_of_arrival_counts_as_arrival_and_is_kept_as_it_was_sent()
    {
        var ahead = Facts.Passed("glibc-2.42-7.fc44") with { SubmitTime = Later.AddMinutes(9) };
        var (cell, _) = CellFold.Fold(null, 7, Run.Of(ahead, Later), Outcomes.Standard);

        var (after, place) = Fold(cell, 8, "FAILED", Later.AddSeconds(1));

        Assert.That((cell.Time, cell.Sent), Is.EqualTo((Later, (DateTimeOffset?)Later.AddMinutes(9))));
        Assert.That((after.Outcome, after.Sent, place.Newest), Is.EqualTo(("FAILED", (DateTimeOffset?)null, true)));
    }

    private static (CellState Cell, ResultPlace Place) Fold(CellState? cell, long sequence, string outcome, DateTimeOffset time) =>
        CellFold.Fold(cell, sequence, new Run(time, null, outcome), Outcomes.Standard);
}
