using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>An update of 3,000 builds: what is too long to travel is cut, said to be cut, and read over HTTP.</summary>
internal sealed class HugeUpdate
{
    private const int Builds = 3_000;
    private const int Entries = 500;

    [Test]
    public async Task Three_thousand_builds_are_one_gate_whose_messages_hold_the_most_urgent_and_say_where_the_rest_is()
    {
        var client = await OnePlatform.ClientAsync();
        var http = (await OnePlatform.SuiteAsync()).Http;
        var update = TestUpdate.New("one-check", builds: Builds);
        var failing = update.Builds.Where((_, i) => i % 5 == 0).ToList();

        var opened = await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.RecordAsync(update.Results([TestUpdate.Depcheck("x86_64")], (build, _) => build % 5 == 0 ? "FAILED" : "PASSED"));
        var complete = await client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", "a huge update to be complete");

        Counts(opened, missing: Builds);
        Assert.That(Unsatisfied(opened), Is.EqualTo(update.Builds.Take(Entries)));
        Counts(complete, passed: Builds - failing.Count, failed: failing.Count);
        Assert.That((string)complete.Body["reason"]!, Is.EqualTo("all_received"));
        Assert.That(Unsatisfied(complete), Is.EqualTo(failing.Take(Entries)), "in the definition's order");
        Assert.That(complete.Body["builds"]!.AsArray().Select(b => (string)b!["nvr"]!), Is.EqualTo(failing.Take(Entries)), "builds that failed come first");

        // What is waived of a build far down the list is named all the same.
        var waived = await client.PublishAndHearAsync(TestUpdate.Waiver(failing[^1]), m => m.Alias == update.Alias && m.Type == "gate.changed");
        Assert.That(waived.RoutingKey, Is.EqualTo("gate.push_stable.changed.failed.reasons"));
        Assert.That(waived.Body["waived"]!.AsArray().Select(w => (string)w!["subject"]!["id"]!), Is.EqualTo(new[] { failing[^1] }));
        await client.FallSilentAsync();
        GateMessages.AreExactly(client.Subscriber.Of(update.Alias),
            "gate.push_stable.opened", "gate.push_stable.first_failure", "gate.push_stable.complete.failed", "gate.push_stable.changed.failed.reasons");

        var gate = await http.ReadAsync($"/api/v1/updates/{update.Alias}/gates/push_stable?after={waived.Body["sequence"]}");
        var requirements = gate["requirements"]!.AsArray();
        Assert.That(requirements, Has.Count.EqualTo(Builds));
        Assert.That(requirements.Count(r => (string)r!["answer"]! == "failed"), Is.EqualTo(failing.Count));
    }

    private static void Counts(Heard message, int passed = 0, int failed = 0, int missing = 0)
    {
        JsonObject Seven() => new()
        {
            ["requirements"] = Builds, ["passed"] = passed, ["failed"] = failed, ["errored"] = 0, ["running"] = 0,
            ["missing"] = missing, ["waived"] = 0,
        };
        var counts = Seven();
        counts["essential"] = Seven();
        counts["unchecked"] = 0;
        Must.BeEqual(message.Body["counts"], counts);
        Assert.That(message.Body["builds"]!.AsArray(), Has.Count.EqualTo(Entries));
        Assert.That((bool)message.Body["truncated"]!, Is.True);
        Assert.That((string)message.Body["url"]!, Does.EndWith("/updates/" + message.Alias));
    }

    private static IEnumerable<string> Unsatisfied(Heard message) => message.Body["unsatisfied"]!.AsArray().Select(u => (string)u!["subject"]!["id"]!);
}
