namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Which of an update's definitions are taken up.</summary>
public class TakenUpTests
{
    [Test]
    public void The_first_is() => Assert.That(Of(Defined(1, minutes: 0)), Is.EqualTo(new[] { true }));

    [Test]
    public void One_of_an_older_time_is_not() =>
        Assert.That(Of(Defined(1, minutes: 2), Defined(2, minutes: 1), Defined(3, minutes: 3)),
        Is.EqualTo(new[] { true, false, true }));

    [Test]
    public void Of_equal_time_the_one_recorded_later_is() =>
        Assert.That(Of(Defined(1, minutes: 0), Defined(2, minutes: 0)), Is.EqualTo(new[] { true, true }));

    [Test]
    public void Of_equal_time_a_closing_counts_over_a_definition_whichever_was_first() =>
        Assert.Multiple(() =>
        {
            Assert.That(Of(Closed(1, minutes: 0), Defined(2, minutes: 0)), Is.EqualTo(new[] { true, false }));
            Assert.That(Of(Defined(1, minutes: 0), Closed(2, minutes: 0), Closed(3, minutes: 0)),
                Is.EqualTo(new[] { true, true, true }));
        });

    [Test]
    public void Sent_again_it_is_only_if_it_still_holds()
    {
        Definition[] all = [Defined(1, minutes: 1), Defined(2, minutes: 2)];

        Assert.That(all.Select(definition => TakenUp.IsTakenUp(all, definition.Sequence, now: true)),
            Is.EqualTo(new[] { false, true }));
    }

    private static bool[] Of(params Definition[] all) =>
        [.. all.Select(definition => TakenUp.IsTakenUp(all, definition.Sequence, now: false))];

    private static Definition Defined(long sequence, int minutes) =>
        new("U1", sequence, Doorstep.Now.AddMinutes(minutes), Closes: false);

    private static Definition Closed(long sequence, int minutes) => Defined(sequence, minutes) with { Closes = true };
}
