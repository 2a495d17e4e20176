using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What was promised before a restart holds after it.</summary>
internal sealed class Restart
{
    private Suite suite = null!;
    private ForeignClient client = null!;

    // A platform of its own, since it is killed; its servers are not.
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var servers = await Servers.SharedAsync();
        suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await client.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task A_deadline_that_passes_while_gating_is_down_is_acted_on_when_it_is_back_and_counts_what_is_recorded_then()
    {
        var update = TestUpdate.New("hasty-1", builds: 2);
        var opened = await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        var missing = TestUpdate.Depcheck("armhfp");
        var checks = TestUpdate.WorkedCase.Where(c => c != missing).ToList();
        await client.RecordAsync(update.Results(checks, (_, _) => "PASSED"));

        // The supervisor starts it again each time: to keep it down it has to be killed again and again.
        var deadline = Must.Time(opened.Body["deadline"]);
        while (TimeProvider.System.GetUtcNow() <= deadline)
        {
            await suite.KillAsync("gating");
        }

        var late = update.Result(0, missing, "PASSED");
        for (var recorded = client.RecordAsync(late); !recorded.IsCompleted; await Task.WhenAny(recorded, suite.KillAsync("gating")))
        {
        }

        // The other build's is missing for good: the deadline decides, by what is recorded when it does.
        await client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", "gating to be back", TimeSpan.FromMinutes(2));
        await client.FallSilentAsync();
        var said = client.Subscriber.Of(update.Alias).DistinctBy(m => m.MessageId).ToList();
        GateMessages.AreExactly(said, "gate.push_stable.opened", "gate.push_stable.complete.failed");
        Assert.That((string)said[1].Body["reason"]!, Is.EqualTo("deadline"));
        Assert.That((double)said[1].Body["late_by"]!, Is.Positive);
        var unsatisfied = said[1].Body["unsatisfied"]!.AsArray().Single()!;
        Assert.That(((string)unsatisfied["subject"]!["id"]!, (string)unsatisfied["arch"]!, (string)unsatisfied["answer"]!), Is.EqualTo((update.Builds[1], "armhfp", "missing")));

        await client.RecordAsync(update.Result(1, missing, "PASSED"));
        await client.FallSilentAsync();
        Assert.That(client.Subscriber.Of(update.Alias)[^1].RoutingKey, Is.EqualTo("gate.push_stable.changed.passed"), "what comes later is changed");
    }

    [Test]
    public async Task Services_that_start_again_say_nothing_that_was_said()
    {
        var update = TestUpdate.New("one-check");
        var result = update.Result(0, TestUpdate.Depcheck("x86_64"), "FAILED");
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(result, m => m.Alias == update.Alias && m.Type == "gate.complete");

        await Task.WhenAll(suite.KillAsync("results-ingest"), suite.KillAsync("projections"), suite.KillAsync("gating"));
        await suite.ReadyAsync();
        await client.FallSilentAsync();

        // The last words may come again, if the kill came before they were ticked off: the same words.
        GateMessages.AreExactly([.. client.Subscriber.Of(update.Alias).DistinctBy(m => (m.MessageId, m.Text))],
            "gate.push_stable.opened", "gate.push_stable.first_failure", "gate.push_stable.complete.failed");
        var gate = (await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}"))["gates"]!.AsArray().Single()!;
        Assert.That((string)gate["status"]!, Is.EqualTo("failed"));
    }
}
