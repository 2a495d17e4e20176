using Gatehouse.Local;

namespace Gatehouse.Platform.Tests;

/// <summary>The same with two replicas of everything, and servers that can be killed.</summary>
internal sealed class StandingDeadlinesOfTwo
{
    private BriefGates gates = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => gates = await BriefGates.StartAsync(BriefGates.Options(null) with
    {
        Replicas = 2,
        // Each has half of what comes.
        Environment = new Dictionary<string, string> { ["Gatehouse__Receive__Priority"] = "0" },
    });

    [OneTimeTearDown]
    public async Task StopAsync() => await gates.DisposeAsync();

    [SetUp]
    public Task ReadyAsync() => gates.Suite.ReadyAsync();

    [Test]
    public async Task What_a_frozen_replica_holds_is_waited_for_although_the_other_has_recorded_all_of_its_own()
    {
        var (update, deadline) = await gates.OpenAsync();
        var result = update.Result(0, BriefGates.Asked, "PASSED");
        var eventId = Contracts.Ids.Event(Contracts.Kinds.Result, Guid.Parse(result.MessageId!));
        var frozen = await FrozenIngest.CatchAsync(
            gates.Suite, gates.Database, eventId, () => gates.Client.Publisher.PublishAsync(result),
            TimeSpan.FromSeconds(3));
        Assert.That(frozen, Is.Not.Null, "one of them records it");
        await gates.MustBeInTimeAsync(deadline);
        try
        {
            // The broker gives it to the other after two missed heartbeats.
            Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
        }
        finally
        {
            frozen!.Wake();
        }
    }

    [Test]
    public async Task With_one_of_two_killed_the_other_moves_the_watermark()
    {
        await gates.Suite.KillAsync("results-ingest-2");
        var (update, deadline) = await gates.OpenAsync();

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.failed"));
        Assert.That((await gates.NotedAsync(update)).RecordedUntil, Is.GreaterThanOrEqualTo(deadline));
    }

    [Test]
    public async Task What_was_confirmed_in_time_counts_although_the_broker_was_away_over_the_deadline()
    {
        var (update, deadline) = await gates.OpenAsync();
        // Both frozen, so that nobody records it before the broker dies, and killed, so that nobody does afterwards.
        string[] replicas = ["results-ingest", "results-ingest-2"];
        Array.ForEach(replicas, replica => gates.Suite.Signal(replica, Signal.Stop));
        await gates.PublishInTimeAsync(update, deadline);
        await gates.Suite.KillAsync("rabbitmq");
        await Task.WhenAll(replicas.Select(gates.Suite.KillAsync));
        while (await gates.AskAsync<bool>("select clock_timestamp() < $1 + interval '1 s'", deadline))
        {
            // The supervisor starts it again each time.
            await gates.Suite.KillAsync("rabbitmq");
        }

        await gates.MustStandStillAsync(update, deadline);

        Assert.That((await gates.CompleteAsync(update)).RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
    }
}
