using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A person accepts a failure, and takes that back.</summary>
internal sealed class Waivers
{
    [Test]
    public async Task A_waiver_turns_a_failure_into_a_pass_with_its_name_on_it_until_it_is_withdrawn()
    {
        var client = await OnePlatform.ClientAsync();
        var update = TestUpdate.New("one-check");
        var failure = update.Result(0, TestUpdate.Depcheck("x86_64"), "FAILED");
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(failure, m => m.Alias == update.Alias && m.Type == "gate.complete");

        var (waiver, waiverId) = Waiver(update, waived: true);
        var waived = await client.PublishAndHearAsync(waiver, m => m.Alias == update.Alias && m.Type == "gate.changed");
        var withdrawn = await client.PublishAndHearAsync(Waiver(update, waived: false).Message, m => m.Alias == update.Alias && m.RoutingKey.EndsWith("changed.failed", StringComparison.Ordinal));
        await client.FallSilentAsync();

        GateMessages.AreExactly(client.Subscriber.Of(update.Alias),
            "gate.push_stable.opened", "gate.push_stable.first_failure", "gate.push_stable.complete.failed", "gate.push_stable.changed.passed", "gate.push_stable.changed.failed");
        Assert.That((string)waived.Body["reason"]!, Is.EqualTo("waiver"));
        Must.BeEqual(waived.Body["unsatisfied"], new JsonArray());
        Must.BeEqual(waived.Body["waived"], new JsonArray(new JsonObject
        {
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = update.Builds[0] },
            ["testcase"] = "dist.depcheck",
            ["scenario"] = null,
            ["arch"] = "x86_64",
            ["essential"] = true,
            ["answer"] = "failed",
            ["result_id"] = failure.MessageId,
            ["waiver_id"] = waiverId,
            ["username"] = "kparal",
            ["comment"] = "known and harmless",
        }));
        Assert.That((string)withdrawn.Body["reason"]!, Is.EqualTo("waiver"));
        Must.BeEqual(withdrawn.Body["waived"], new JsonArray());
    }

    private static (Outgoing Message, string Id) Waiver(TestUpdate update, bool waived)
    {
        var id = Guid.CreateVersion7().ToString();
        return (Outgoing.Of("gatehouse.waivers", "waiver.dist.depcheck", new JsonObject
        {
            ["id"] = id,
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = update.Builds[0] },
            ["testcase"] = "dist.depcheck",
            ["arch"] = "x86_64",
            ["waived"] = waived,
            ["comment"] = "known and harmless",
            ["username"] = "kparal",
            ["time"] = TestUpdate.Stamp(TimeProvider.System.GetUtcNow()),
        }), id);
    }
}
