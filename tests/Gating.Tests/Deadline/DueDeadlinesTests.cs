namespace Gatehouse.Gating.Tests;

/// <summary>What follows from deadlines that have come and from how far results are recorded.</summary>
public class DueDeadlinesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    [Test]
    public void A_deadline_that_the_watermark_has_passed_is_acted_on_and_shows_it()
    {
        var due = Due(oldest: At(-2), recordedUntil: At(-1));

        Assert.That(due.AnyToActOn, Is.True);
        Assert.That(due.Wanted, Is.Null);
        Assert.That(due.Shown(At(-2)), Is.EqualTo(At(-1)));
    }

    [Test]
    public void At_the_very_moment_of_the_watermark_all_that_was_delivered_is_recorded() =>
        Assert.That(Due(At(-1), recordedUntil: At(-1)).AnyToActOn, Is.True);

    [Test]
    public void One_that_it_has_not_passed_stands_still_and_asks_for_it()
    {
        var due = Due(oldest: At(-20), recordedUntil: At(-21));

        Assert.That(due.AnyToActOn, Is.False);
        Assert.That(due.Wanted, Is.EqualTo(At(-20)));
        Assert.That(due.StandsStill, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void Without_any_watermark_too()
    {
        var due = Due(oldest: At(-20), recordedUntil: null);

        Assert.That((due.AnyToActOn, due.Wanted), Is.EqualTo((false, (DateTimeOffset?)At(-20))));
    }

    [Test]
    public void One_that_is_about_to_come_asks_ahead_and_does_not_stand_still()
    {
        var due = Due(oldest: At(0.1), recordedUntil: At(-600));

        Assert.That(due.AnyToActOn, Is.False);
        Assert.That(due.Wanted, Is.EqualTo(At(0.1)));
        Assert.That(due.StandsStill, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Of_several_the_last_is_asked_for_so_that_one_round_does_for_all() =>
        Assert.That((Due(At(-3), recordedUntil: At(-9)) with { Newest = At(-1) }).Wanted, Is.EqualTo(At(-1)));

    [Test]
    public void After_its_grace_it_is_acted_on_without_and_shows_none([Values] bool known)
    {
        var due = Due(oldest: Now - Grace, recordedUntil: known ? Now - Grace - TimeSpan.FromSeconds(1) : null);

        Assert.That((due.AnyToActOn, due.Shown(due.Oldest)), Is.EqualTo((true, (DateTimeOffset?)null)));
        Assert.That(due.Wanted, Is.EqualTo(due.Newest), "whoever has to record is asked all the same");
    }

    [Test]
    public void A_moment_before_the_end_of_its_grace_it_stands_still() =>
        Assert.That(Due(oldest: Now - Grace + TimeSpan.FromMilliseconds(1), recordedUntil: null).AnyToActOn, Is.False);

    private static DateTimeOffset At(double seconds) => Now.AddSeconds(seconds);

    private static DueDeadlines Due(DateTimeOffset oldest, DateTimeOffset? recordedUntil) =>
        new(Now, oldest, oldest, recordedUntil, Grace);
}
