namespace Gatehouse.Projections.Tests;

internal sealed class CellFoldTests
{
    [Test]
    public void The_first_result_of_a_cell_has_no_previous_outcome()
    {
        var (cell, place) = CellFold.Fold(null, 7, Facts.Passed("glibc-2.42-7.fc44"));

        Assert.That(place, Is.EqualTo(new ResultPlace(null, 1, true)));
        Assert.That(cell, Is.EqualTo(new CellState(7, "PASSED", Facts.Epoch, 1)));
    }

    [Test]
    public void An_older_submit_time_that_arrives_late_counts_but_stays_below()
    {
        var (cell, _) = CellFold.Fold(null, 7, Facts.Passed("glibc-2.42-7.fc44"));

        var (after, place) = CellFold.Fold(cell, 8, Facts.Passed("glibc-2.42-7.fc44") with { Outcome = "FAILED", SubmitTime = Facts.Epoch.AddSeconds(-1) });

        Assert.That(place, Is.EqualTo(new ResultPlace("PASSED", 2, false)));
        Assert.That(after, Is.EqualTo(cell with { TimesSeen = 2 }));
    }

    [Test]
    public void Of_equal_submit_times_the_one_recorded_later_is_on_top()
    {
        var (cell, _) = CellFold.Fold(null, 7, Facts.Passed("glibc-2.42-7.fc44"));

        var (after, place) = CellFold.Fold(cell, 8, Facts.Passed("glibc-2.42-7.fc44") with { Outcome = "FAILED" });

        Assert.That(place.Newest, Is.True);
        Assert.That(after, Is.EqualTo(new CellState(8, "FAILED", Facts.Epoch, 2)));
    }
}
