using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>One result, from a foreign publisher to a foreign subscriber, whatever form it came in.</summary>
internal sealed class OneResult
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private ForeignClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => client = await OnePlatform.ClientAsync();

    [Test]
    public async Task It_is_announced_with_all_that_was_sent_and_what_its_place_in_the_log_adds()
    {
        var update = TestUpdate.New();
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        var id = Guid.CreateVersion7().ToString();
        var sent = new JsonObject
        {
            ["id"] = id,
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = update.Builds[0] },
            ["testcase"] = "dist.depcheck",
            ["scenario"] = "fedora.updates-server.x86_64.64bit",
            ["arch"] = "x86_64",
            ["variant"] = "Server",
            ["outcome"] = "NEEDS_INSPECTION",
            ["submit_time"] = "2026-01-02T03:04:05.1Z",
            ["ref_url"] = "https://ci.example.org/runs/77",
            ["note"] = "142 checked – 1 odd ✓",
            ["groups"] = new JsonArray("5e1c", "77"),
            ["data"] = new JsonObject { ["firmware"] = new JsonArray("uefi"), ["seconds"] = 38.5, ["big"] = 12345678901234567890m },
            ["definition_time"] = "2026-01-01T00:00:00Z",
        };

        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        var announced = await HearAsync(id, Outgoing.Of("gatehouse.results", "result.koji_build.dist.depcheck", sent) with { TraceParent = trace });

        Assert.That(announced.RoutingKey, Is.EqualTo("result.koji_build.needs_inspection"));
        Must.BeEqual(WithoutPlace(announced, previous: null, timesSeen: 1, updates: update.Alias),
            With(sent, ("source_id", null), ("further_items", new JsonArray()), ("further_arches", new JsonArray()),
            ("cut", new JsonArray())));
        Must.Travel(announced, "result", Must.Time(announced.Body["recorded_at"]), ("duplicate", "false"), ("traceparent", trace));
    }

    [Test]
    public async Task The_older_form_and_an_id_that_is_no_UUID_are_the_same_thing()
    {
        var nvr = TestUpdate.New().Builds[0];
        var sourceId = $"taskotron-2016-{nvr}";
        var sent = new JsonObject
        {
            ["id"] = sourceId,
            ["testcase"] = new JsonObject { ["name"] = "dist.rpmlint", ["ref_url"] = "https://tests.example.org/rpmlint" },
            ["outcome"] = "passed",
            ["data"] = new JsonObject { ["item"] = new JsonArray(nvr), ["type"] = "koji_build", ["arch"] = new JsonArray("noarch"), ["scenario"] = "plain", ["seconds"] = 3 },
            ["submit_time"] = "2026-01-02T04:04:05+01:00",
            ["unheard_of"] = true,
        };

        var announced = await HearAsync(sourceId, Outgoing.Of("gatehouse.results", "anything", sent) with { ContentType = "text/plain" });

        Must.BeEqual(WithoutPlace(announced, previous: null, timesSeen: 1), new JsonObject
        {
            ["id"] = (string)announced.Body["id"]!,
            ["source_id"] = sourceId,
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = nvr },
            ["testcase"] = "dist.rpmlint",
            ["scenario"] = "plain",
            ["arch"] = "noarch",
            ["variant"] = null,
            ["outcome"] = "PASSED",
            ["submit_time"] = "2026-01-02T03:04:05Z",
            ["ref_url"] = null,
            ["note"] = null,
            ["groups"] = null,
            ["data"] = new JsonObject { ["seconds"] = 3 },
            ["definition_time"] = null,
            ["further_items"] = new JsonArray(),
            ["further_arches"] = new JsonArray(),
            ["cut"] = new JsonArray(),
        });
    }

    [Test]
    public async Task It_is_recorded_and_announced_once_however_often_it_is_sent()
    {
        var result = TestUpdate.New().Result(0, Depcheck, "PASSED");

        await client.PublishAndHearAsync(result, m => m.Announces(result.MessageId!));
        await client.Publisher.PublishAsync(result, result, result);
        await client.FallSilentAsync();
        // The result of the silence came through the same queue, behind the repeats.
        Assert.That(client.Subscriber.All.Count(m => m.Announces(result.MessageId!)), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_comes_late_says_so_and_does_not_hide_the_newest()
    {
        var update = TestUpdate.New();
        var early = update.Result(0, Depcheck, "FAILED");
        var late = update.Result(0, Depcheck, "PASSED");

        await client.PublishAndHearAsync(late, m => m.Announces(late.MessageId!));
        var announced = await client.PublishAndHearAsync(early, m => m.Announces(early.MessageId!));

        Assert.That((bool)announced.Body["newest"]!, Is.False);
        Assert.That((string?)announced.Body["previous_outcome"], Is.EqualTo("PASSED"));
        Assert.That((int)announced.Body["times_seen"]!, Is.EqualTo(2));
        Assert.That((bool)announced.Body["duplicate"]!, Is.False);
    }

    private Task<Heard> HearAsync(string id, Outgoing result) => client.PublishAndHearAsync(result, m => m.Announces(id));

    // Checks what the log adds and takes it out.
    private static JsonObject WithoutPlace(Heard announced, string? previous, int timesSeen, params string[] updates)
    {
        var body = announced.Body.DeepClone().AsObject();
        Assert.That((long)body["sequence"]!, Is.Positive);
        Must.Time(body["recorded_at"]);
        Must.BeEqual(
            new JsonArray([.. new[] { "duplicate", "previous_outcome", "times_seen", "newest", "updates" }.Select(f => body[f]?.DeepClone())]),
            new JsonArray(false, previous, timesSeen, true, new JsonArray([.. updates])));
        foreach (var field in new[] { "sequence", "recorded_at", "duplicate", "previous_outcome", "times_seen", "newest", "updates" })
        {
            Assert.That(body.Remove(field), field);
        }

        return body;
    }

    private static JsonObject With(JsonObject sent, params (string Field, JsonNode? Value)[] more)
    {
        var expected = sent.DeepClone().AsObject();
        foreach (var (field, value) in more)
        {
            expected[field] = value;
        }

        return expected;
    }
}
