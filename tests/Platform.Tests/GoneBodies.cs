using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Bodies of refused messages go by their age and their senders' quota, the oldest first, and never one that a waiting
/// gate shows (rule 2). All else of a rejection stays.
/// </summary>
internal sealed class GoneBodies
{
    private const int Quota = 10_000;
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = await (await Servers.SharedAsync()).NewStoreAsync(),
            Environment = new Dictionary<string, string>
            {
                ["Gatehouse__Rejections__BodyAge"] = "1h",
                ["Gatehouse__Rejections__BodyQuota"] = $"{Quota}",
            },
        });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await client.DisposeAsync();
        await suite.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Of_each_sender_the_oldest_go_that_are_over_its_quota()
    {
        var others = await RejectedAsync(Garbage(4_000));
        var ids = new List<string>();
        for (var sent = 0; sent < 4; sent++)
        {
            ids.Add(await RejectedAsync(Garbage(4_000) with { UserId = User }));
        }

        await GoneAsync(ids[1], "quota");

        Assert.That(await WhyAsync([.. ids, others]),
            Is.EqualTo(new[] { "quota", "quota", null, null, null }), "the newest two fit, and another sender's");
        var gone = await ReadAsync(ids[0]);
        Assert.That(gone["reasons"]!.AsArray(), Is.Not.Empty);
        Assert.That((int)gone["size"]!, Is.EqualTo(4_000));
        Assert.That((DateTimeOffset)gone["body_gone"]!["at"]!, Is.GreaterThan((DateTimeOffset)gone["received_at"]!));
        var body = await suite.Http.AskAsync($"/api/v1/rejections/{ids[0]}/body");
        Assert.That((body.Status, body.ContentType),
            Is.EqualTo((HttpStatusCode.Gone, "application/problem+json")), body.Text);
        Assert.That((string?)body.Json["detail"], Does.Contain("quota"));
        Assert.That((await suite.Http.AskAsync($"/api/v1/rejections/{ids[3]}/body")).Text, Has.Length.EqualTo(4_000));
    }

    [Test]
    public async Task One_whose_body_is_gone_cannot_be_sent_again_but_discarded()
    {
        var id = await RejectedAsync(Garbage(10));
        await AgeAsync(id);
        await GoneAsync(id, "age");

        var retried = await suite.Http.PostAsync($"/api/v1/rejections/{id}/retry", "");

        Assert.That((retried.Status, retried.ContentType),
            Is.EqualTo((HttpStatusCode.Conflict, "application/problem+json")), retried.Text);
        Assert.That((string?)retried.Json["detail"], Does.Contain("is gone since").And.Contain("by its age"));
        Assert.That((string?)(await ReadAsync(id))["state"], Is.EqualTo("open"));
        var discarded = await suite.Http.PostAsync($"/api/v1/rejections/{id}/discard", "");
        Assert.That(discarded.Status, Is.EqualTo(HttpStatusCode.OK), discarded.Text);
    }

    [Test]
    public async Task What_a_waiting_gate_shows_stays_until_it_waits_no_more()
    {
        var update = TestUpdate.New("one-check");
        await client.PublishAndHearAsync(
            update.Definition(), m => m.Alias == update.Alias && m.Type == "gate.opened");
        var result = update.Result(0, Depcheck, "FAILED");
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["submit_time"] = TestUpdate.Stamp(TimeProvider.System.GetUtcNow().AddHours(1));
        var shown = await RejectedAsync(
            result with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) });
        var other = await RejectedAsync(Garbage(10));
        await Eventually.TrueAsync(async () => await ShownAsync(update) == 1, "the gate shows it");
        await AgeAsync(shown);
        await AgeAsync(other);

        await GoneAsync(other, "age");
        // That one is younger: whoever looks for the oldest has looked at both.
        Assert.That(await WhyAsync([shown, other]), Is.EqualTo(new[] { null, "age" }));

        await client.PublishAndHearAsync(
            update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
        await GoneAsync(shown, "age");
        Assert.That((await suite.Http.AskAsync($"/rejections/{shown}")).Text, Does.Contain("It is gone since"));
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var rebuilt = await RebuildRun.AllAsync(suite.Endpoints.Postgres, "--replace");
        Assert.That(rebuilt.ExitCode, Is.Zero, rebuilt.Output);
        Assert.That(await WhyAsync([shown, other]),
            Is.EqualTo(new[] { "age", "age" }), "views that were made again say so");
    }

    private string User => new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0];

    private static Outgoing Garbage(int size) => Outgoing.Of("gatehouse.results", "any", new string('x', size))
        with { MessageId = $"garbage-{Guid.NewGuid():N}" };

    private async Task<string> RejectedAsync(Outgoing message)
    {
        var rejected = await client.PublishAndHearAsync(
            message, m => m.Type == "rejected.result" && (string?)m.Body["message_id"] == message.MessageId);
        return (string)rejected.Body["id"]!;
    }

    /// <summary>As if it had come two hours ago.</summary>
    private Task AgeAsync(string id) => database.RunAsync(
        $"update ingest.rejection_body set received_at = received_at - interval '2 h' where id = '{id}'");

    private Task GoneAsync(string id, string reason) => Eventually.TrueAsync(
        async () => (await WhyAsync([id]))[0] == reason, $"the body of {id} goes by its {reason}");

    private async Task<string?[]> WhyAsync(IEnumerable<string> ids)
    {
        var why = new List<string?>();
        foreach (var id in ids)
        {
            why.Add((string?)(await ReadAsync(id))["body_gone"]?["reason"]);
        }

        return [.. why];
    }

    private async Task<int> ShownAsync(TestUpdate update) =>
        (int)(await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}"))["gates"]![0]!["rejections"]!;

    private Task<JsonObject> ReadAsync(string id) => suite.Http.ReadAsync($"/api/v1/rejections/{id}");
}
