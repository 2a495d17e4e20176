using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What was answered once can be asked for ever after, and the timeline holds all that a decision was made of.</summary>
internal sealed class Explained
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private readonly List<Moment> moments = [];
    private Suite suite = null!;
    private ForeignClient client = null!;
    private TestUpdate update = null!;
    private TestUpdate edited = null!;
    private Outgoing failure = null!;
    private Outgoing pass = null!;
    private string before = "";

    private string Path => $"/api/v1/updates/{update.Alias}";

    private string Gate => $"{Path}/gates/push_stable";

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        (suite, client, update) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync(), TestUpdate.New("one-check", builds: 2));
        edited = update with { Builds = [update.Builds[1], $"{update.Alias.ToLowerInvariant()}-1-1"], Time = update.Time.AddMilliseconds(1) };
        before = Now();
        await DoAsync("updates", update.Definition());
        failure = update.Result(0, Depcheck, "FAILED");
        // One by a test system that says who it is.
        await client.RecordAsync(failure with { UserId = new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0] });
        await DoAsync("results", update.Result(0, TestUpdate.Rpmlint, "PASSED"));
        await DoAsync("results", pass = update.Result(1, Depcheck, "PASSED"));
        await DoAsync("waivers", TestUpdate.Waiver(update.Builds[0]));
        await DoAsync("updates", edited.Definition());
        await DoAsync("results", edited.Result(1, Depcheck, "RUNNING"));
        await DoAsync("results", edited.Result(1, Depcheck, "PASSED"));
        await DoAsync("updates", edited.Closing("shipped"));
    }

    [Test]
    public async Task States_at_past_moments_are_what_was_answered_then()
    {
        Assert.That(moments.Select(m => (string)m.Update["gates"]![0]!["status"]!), Is.EqualTo(new[] { "waiting", "waiting", "failed", "passed", "waiting", "waiting", "passed", "closed" }));
        foreach (var moment in moments)
        {
            Must.BeEqual(await suite.Http.ReadAsync($"{Path}?at={moment.At}"), moment.Update);
            Must.BeEqual(await suite.Http.ReadAsync($"{Gate}?at={moment.At}"), moment.Gate);
        }
    }

    [Test]
    public async Task Before_it_existed_there_is_nothing_and_the_future_is_refused_with_a_reason()
    {
        var tomorrow = TestUpdate.Stamp(TimeProvider.System.GetUtcNow().AddDays(1));
        foreach (var path in new[] { Path, Gate, $"{Gate}/timeline" })
        {
            Assert.That((await suite.Http.AskAsync($"{path}?at={before}")).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
            foreach (var (at, expected) in new[] { (tomorrow, "a moment that has passed"), ("yesterday", "an RFC 3339 time") })
            {
                var answer = await suite.Http.AskAsync($"{path}?at={at}");
                Assert.That((answer.Status, answer.ContentType), Is.EqualTo((HttpStatusCode.BadRequest, "application/problem+json")));
                Assert.That(answer.Complaints, Is.EqualTo(new[] { "at" }));
                Assert.That((string)answer.Json["detail"]!, Does.Contain(expected));
            }
        }
    }

    [Test]
    public async Task The_timeline_holds_all_that_decided_oldest_first_and_who_brought_it()
    {
        var items = await TimelineAsync("");

        Assert.That(items.Select(i => (string)i["type"]!), Is.EqualTo(new[]
        {
            "policy_set_in_force", "update_recorded", "gate_opened", "result_recorded", "gate_first_failure", "result_recorded", "gate_completed", "waiver_recorded", "gate_changed",
            "update_recorded", "gate_opened", "result_recorded", "result_recorded", "gate_completed", "update_recorded", "gate_closed",
        }), "the result that nothing asks for is left out, that of a build that has left is not");
        Assert.That(items.Select(i => (long)i["sequence"]!), Is.Ordered);
        Assert.That(items.Select(i => (string)i["at"]!), Has.All.Not.Empty);
        var heard = items.Single(i => (string?)i["id"] == failure.MessageId);
        Assert.That((string)heard["user_id"]!, Is.EqualTo(new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0]));
        Assert.That(items.Where(i => ((string)i["type"]!).EndsWith("_recorded", StringComparison.Ordinal)).Select(i => i.ContainsKey("user_id")), Is.All.True);

        var complete = items.First(i => (string)i["type"]! == "gate_completed");
        Assert.That((string)complete["policy_set"]!, Is.EqualTo((string)items[0]["hash"]!));
        Assert.That((string)complete["policies"]![0]!["id"]!, Is.EqualTo("one-check"));
        Assert.That((string)complete["policies"]![0]!["hash"]!, Does.StartWith("sha256:"));
        Assert.That((string)complete["unsatisfied"]![0]!["result_id"]!, Is.EqualTo(failure.MessageId));
        Assert.That((long)complete["position"]!, Is.EqualTo((long)items.Single(i => (string?)i["id"] == pass.MessageId)["sequence"]!));
    }

    [Test]
    public async Task The_timeline_of_a_moment_ends_there_and_goes_on_by_its_cursor()
    {
        var all = await TimelineAsync("");
        foreach (var moment in moments)
        {
            var then = await TimelineAsync($"&at={moment.At}");
            Must.BeEqual(new JsonArray([.. then]), new JsonArray([.. all.Take(then.Count).Select(i => i.DeepClone())]));
            Assert.That((string)then[^1]["type"]!, Is.Not.EqualTo("policy_set_in_force"));
        }

        var first = await suite.Http.ReadAsync($"{Gate}/timeline?limit=5&at={moments[^1].At}");
        var second = await suite.Http.ReadAsync($"{Gate}/timeline?limit=500&at={moments[^1].At}&cursor={first["next"]}");
        Assert.That(first["items"]!.AsArray().Count + second["items"]!.AsArray().Count, Is.EqualTo(all.Count));
    }

    private async Task<List<JsonObject>> TimelineAsync(string more) =>
        [.. (await suite.Http.ReadAsync($"{Gate}/timeline?limit=500{more}"))["items"]!.AsArray().Select(i => i!.DeepClone().AsObject())];

    private async Task DoAsync(string what, Outgoing message)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
        var sequence = (long)answer.Json["sequence"]!;
        var (now, gate) = (await suite.Http.ReadAsync($"{Path}?after={sequence}"), await suite.Http.ReadAsync($"{Gate}?after={sequence}"));
        moments.Add(new Moment(Now(), now, gate));
    }

    private static string Now() => TestUpdate.Stamp(TimeProvider.System.GetUtcNow());

    private sealed record Moment(string At, JsonObject Update, JsonObject Gate);
}
