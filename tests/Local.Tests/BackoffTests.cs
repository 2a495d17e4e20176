namespace Gatehouse.Local.Tests;

public class BackoffTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    [Test]
    public void The_first_death_is_answered_at_once() =>
        Assert.That(new Backoff().Died(Moment).Wait, Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Waits_grow_to_five_seconds_and_no_further()
    {
        var waits = Waits(Enumerable.Repeat(Moment, 12)).ToList();

        Assert.That(waits, Is.Ordered.Ascending);
        Assert.That(waits[1], Is.GreaterThan(TimeSpan.Zero));
        Assert.That(waits[^1], Is.EqualTo(Backoff.Longest));
    }

    [Test]
    public void It_never_gives_up_and_never_overflows() =>
        Assert.That(Waits(Enumerable.Repeat(Moment, 100_000)).Skip(10), Is.All.EqualTo(Backoff.Longest));

    [Test]
    public void Half_a_minute_up_is_a_clean_slate()
    {
        var worn = new Backoff(Deaths: 20);

        Assert.That(worn.Died(Backoff.Forgotten).Wait, Is.EqualTo(TimeSpan.Zero));
        Assert.That(worn.Died(Backoff.Forgotten - Moment).Wait, Is.EqualTo(Backoff.Longest));
    }

    private static IEnumerable<TimeSpan> Waits(IEnumerable<TimeSpan> lives)
    {
        var backoff = new Backoff();
        foreach (var up in lives)
        {
            backoff = backoff.Died(up);
            yield return backoff.Wait;
        }
    }
}
