namespace Gatehouse.Hosting.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EventsAgainTests
{
    private static readonly Guid One = Guid.CreateVersion7();
    private static readonly byte[] Content = [1, 2, 3];
    private readonly EventsAgain again = new();

    [Test]
    public void Decided_and_found_with_the_same_content_is_the_same()
    {
        again.Decided(One, "it", Content);
        again.Found(One, "it", 7, Content);

        Assert.That((again.Same, again.Different), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Other_content_is_a_difference_and_names_the_place_in_the_log()
    {
        again.Decided(One, "it", Content);
        again.Found(One, "it", 7, [1, 2]);

        Assert.That((again.Same, again.Different), Is.EqualTo((0, 1)));
        Assert.That(again.Differences.Single(), Does.Contain("it").And.Contain("at 7").And.Contain(One.ToString()));
    }

    [Test]
    public void What_is_only_in_the_log_differs()
    {
        again.Found(One, "it", 7, Content);

        Assert.That(again.Differences.Single(), Does.Contain("was not decided"));
        Assert.That(again.Different, Is.EqualTo(1));
    }

    [Test]
    public void What_is_not_in_the_log_at_the_end_differs()
    {
        again.Decided(One, "it", Content);

        Assert.That(again.Differences.Single(), Does.Contain("not in the log"));
        Assert.That(again.Different, Is.EqualTo(1));
    }

    [Test]
    public void Deciding_the_same_twice_differs()
    {
        again.Decided(One, "it", Content);
        again.Decided(One, "it", Content);
        again.Found(One, "it", 7, Content);

        Assert.That((again.Same, again.Different), Is.EqualTo((1, 1)));
    }

    [Test]
    public void All_are_counted_but_only_the_first_are_told()
    {
        for (var n = 1; n <= 100; n++)
        {
            again.Found(Guid.CreateVersion7(), $"event {n}", n, Content);
        }

        Assert.That(again.Different, Is.EqualTo(100));
        Assert.That(again.Differences.Count(), Is.EqualTo(EventsAgain.Told));
        Assert.That(again.Differences.First(), Does.StartWith("event 1 "));
    }
}
