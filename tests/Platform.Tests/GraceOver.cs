using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>A deadline stands still for no longer than its grace.</summary>
internal sealed class GraceOver
{
    [Test]
    public async Task After_its_grace_a_deadline_is_acted_on_without_the_watermark_and_says_so()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        await using var gates = await BriefGates.StartAsync(BriefGates.Options(store) with
        {
            Environment = new Dictionary<string, string> { ["Gatehouse__DeadlineGrace"] = "2s" },
        });
        var (update, deadline) = await gates.OpenAsync();
        gates.Suite.Signal(GatehouseService.Ingest, Signal.Stop);
        try
        {
            await gates.PublishInTimeAsync(update, deadline);
            await gates.MustStandStillAsync(update, deadline);

            var complete = await gates.CompleteAsync(update);

            Assert.That(complete.RoutingKey, Is.EqualTo("gate.push_stable.complete.failed"));
            Assert.That((string?)complete.Body["reason"], Is.EqualTo("deadline"));
            Assert.That((await gates.NotedAsync(update)).RecordedUntil, Is.Null);
        }
        finally
        {
            gates.Suite.Signal(GatehouseService.Ingest, Signal.Continue);
        }

        // What had been sent in time is not lost.
        var changed = await gates.Client.Subscriber.UntilAsync(
            m => m.Alias == update.Alias && m.Type == "gate.changed", "the result counts late");
        Assert.That(changed.RoutingKey, Is.EqualTo("gate.push_stable.changed.passed"));
    }
}
