namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Batches that share an id go one after the other, others side by side.</summary>
public class InFlightTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), C = Guid.NewGuid();

    [Test]
    public async Task Strangers_do_not_wait_for_each_other()
    {
        var inFlight = new InFlight();
        using var first = await inFlight.HoldAsync([A, B], CancellationToken.None);

        Assert.That(inFlight.HoldAsync([C], CancellationToken.None).IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task Whoever_shares_an_id_waits_until_it_is_let_go()
    {
        var inFlight = new InFlight();
        var first = await inFlight.HoldAsync([A, B], CancellationToken.None);
        var second = inFlight.HoldAsync([B, C], CancellationToken.None);
        Assert.That(second.IsCompleted, Is.False);

        first.Dispose();

        using var held = await second;
        Assert.That(inFlight.HoldAsync([A], CancellationToken.None).IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task Waiting_can_be_given_up()
    {
        var inFlight = new InFlight();
        using var first = await inFlight.HoldAsync([A], CancellationToken.None);

        Assert.That(async () => await inFlight.HoldAsync([A], new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }
}
