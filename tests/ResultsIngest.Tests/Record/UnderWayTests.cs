namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Somebody waits for what is under way, and for nothing that comes later.</summary>
public class UnderWayTests
{
    private UnderWay underWay = null!;

    [SetUp]
    public void Begin() => underWay = new UnderWay();

    [Test]
    public void Where_nothing_is_under_way_all_is_over() =>
        Assert.That(underWay.OverAsync(CancellationToken.None).IsCompletedSuccessfully, Is.True);

    [Test]
    public async Task All_that_is_under_way_is_waited_for_and_what_comes_later_is_not()
    {
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var (a, b) = (underWay.UntilAsync(first.Task), underWay.UntilAsync(second.Task));
        var over = underWay.OverAsync(CancellationToken.None);
        var later = underWay.UntilAsync(new TaskCompletionSource<int>().Task);
        first.SetResult(1);
        Assert.That(over.IsCompleted, Is.False);

        second.SetResult(2);

        await over;
        Assert.That((await a, await b, later.IsCompleted), Is.EqualTo((1, 2, false)));
    }

    [Test]
    public async Task What_was_given_up_or_failed_is_over_too_and_hurts_nobody_who_waits()
    {
        var failing = underWay.UntilAsync(Task.FromException<int>(new IOException()));
        var given = underWay.UntilAsync(Task.FromCanceled<int>(new CancellationToken(true)));

        await underWay.OverAsync(CancellationToken.None);

        Assert.That((failing.IsFaulted, given.IsCanceled), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_wait_can_be_given_up()
    {
        _ = underWay.UntilAsync(new TaskCompletionSource<int>().Task);

        Assert.That(
            async () => await underWay.OverAsync(new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
