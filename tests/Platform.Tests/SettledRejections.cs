using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What an operator does about refused messages: send them again, or discard them.</summary>
internal sealed class SettledRejections
{
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => database.DisposeAsync();

    [Test]
    public async Task One_that_has_become_valid_becomes_its_fact_once_however_many_retry_it_at_once()
    {
        // A clock that runs ahead: refused today, valid when its time has come.
        var result = TestUpdate.New().Result(0, TestUpdate.Rpmlint, "PASSED");
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["submit_time"] = TestUpdate.Stamp(TimeProvider.System.GetUtcNow().AddMinutes(10).AddSeconds(6));
        var id = await RejectedAsync(result with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), UserId = User });
        var rejections = await database.CountAsync("select count(*) from views.rejection");

        var early = await RetryAsync(id);
        Assert.That((early.Status, early.ContentType), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "application/problem+json")), early.Text);
        Assert.That(early.Complaints, Is.EqualTo(new[] { "submit_time" }));
        Assert.That((string)(await ReadAsync(id))["state"]!, Is.EqualTo("open"));

        var answers = new List<Answer>();
        await Eventually.TrueAsync(async () =>
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RetryAsync(id))));
            return answers[^1].Status == HttpStatusCode.Accepted;
        }, "its time has come");
        await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "its announcement");

        var taken = answers.Where(a => a.Status == HttpStatusCode.Accepted).Select(a => a.Json).ToList();
        Assert.That(answers.Except(answers.Where(a => a.Status == HttpStatusCode.Accepted)).Select(a => a.Status), Is.All.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(taken.Count(t => !(bool)t["repeated"]!), Is.EqualTo(1), "one of them did it");
        Assert.That(taken.Select(t => t["fact"]!.ToJsonString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That((string)taken[0]["fact"]!["id"]!, Is.EqualTo(result.MessageId));

        var kept = await ReadAsync(id, (long)taken[0]["sequence"]!);
        Assert.That((string)kept["state"]!, Is.EqualTo("retried"));
        Must.BeEqual(kept["fact"], taken[0]["fact"]);
        Must.BeEqual(kept["settled_at"], taken[0]["settled_at"]);
        Assert.That(kept.ContainsKey("settled_by"));
        await suite.Http.ReadAsync($"/api/v1/results/{result.MessageId}?after={taken[0]["sequence"]}");
        Assert.That(await database.CountAsync($"select count(*) from gatehouse.mt_events where type = 'rejection_settled' and data ->> 'id' = '{id}'"), Is.EqualTo(1));
        Assert.That(await database.CountAsync($"select count(*) from gatehouse.mt_events where type = 'result_recorded' and data ->> 'id' = '{result.MessageId}' and data ->> 'user_id' = '{User}'"), Is.EqualTo(1));
        Assert.That(await database.CountAsync("select count(*) from views.rejection"), Is.EqualTo(rejections), "no second rejection");

        var late = await DiscardAsync(id);
        Assert.That((late.Status, late.ContentType), Is.EqualTo((HttpStatusCode.Conflict, "application/problem+json")));
        Assert.That((string)late.Json["detail"]!, Does.Contain("retried"));
        Assert.That(await IdsAsync("state=retried&kind=result"), Does.Contain(id));
        Assert.That(await IdsAsync("state=open&state=discarded"), Does.Not.Contain(id));
    }

    [Test]
    public async Task One_that_never_becomes_valid_can_be_discarded_once_and_for_all()
    {
        var id = await RejectedAsync(Outgoing.Of("gatehouse.waivers", "waiver.any", """{ "id": 5 }""") with { MessageId = $"discarded-{Guid.NewGuid():N}" });
        Assert.That((await RetryAsync(id)).Complaints, Is.EquivalentTo(new[] { "id", "subject", "testcase", "comment", "username" }));

        var first = await DiscardAsync(id);
        var again = await DiscardAsync(id);

        Assert.That((first.Status, again.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), first.Text);
        Assert.That(((bool)first.Json["repeated"]!, (bool)again.Json["repeated"]!), Is.EqualTo((false, true)));
        Assert.That((string)(await ReadAsync(id, (long)first.Json["sequence"]!))["state"]!, Is.EqualTo("discarded"));
        Assert.That((await RetryAsync(id)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await IdsAsync("state=discarded&kind=waiver"), Does.Contain(id));
        Assert.That(await IdsAsync("state=discarded&kind=update"), Does.Not.Contain(id));
    }

    [Test]
    public async Task One_whose_body_was_cut_cannot_be_sent_again()
    {
        var id = await RejectedAsync(new Outgoing("gatehouse.results", "any", new byte[(1024 * 1024) + 1]) { MessageId = $"cut-{Guid.NewGuid():N}" });

        var answer = await RetryAsync(id);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict), answer.Text);
        Assert.That((string)answer.Json["detail"]!, Does.Contain("65536"));
        Assert.That((string)(await ReadAsync(id))["state"]!, Is.EqualTo("open"));
    }

    [TestCase("019ac4d0-3b52-7c11-a4fe-6d1b0c9e8f27", HttpStatusCode.NotFound)]
    [TestCase("no-uuid", HttpStatusCode.NotFound)]
    [TestCase("019ac4d0-3b52-7c11-a4fe-6d1b0c9e8f27?force=1", HttpStatusCode.BadRequest)]
    public async Task What_is_no_rejection_cannot_be_settled(string id, HttpStatusCode status)
    {
        foreach (var deed in new[] { "retry", "discard" })
        {
            var answer = await suite.Http.PostAsync($"/api/v1/rejections/{id.Replace("?", $"/{deed}?", StringComparison.Ordinal)}{(id.Contains('?', StringComparison.Ordinal) ? "" : $"/{deed}")}", "");
            Assert.That((answer.Status, answer.ContentType), Is.EqualTo((status, "application/problem+json")), answer.Text);
        }
    }

    private string User => new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0];

    private async Task<string> RejectedAsync(Outgoing message)
    {
        var rejected = await client.PublishAndHearAsync(message, m => m.Type.StartsWith("rejected.", StringComparison.Ordinal) && (string?)m.Body["message_id"] == message.MessageId);
        return (string)rejected.Body["id"]!;
    }

    private Task<Answer> RetryAsync(string id) => suite.Http.PostAsync($"/api/v1/rejections/{id}/retry", "");

    private Task<Answer> DiscardAsync(string id) => suite.Http.PostAsync($"/api/v1/rejections/{id}/discard", "");

    private Task<JsonObject> ReadAsync(string id, long after = 0) => suite.Http.ReadAsync($"/api/v1/rejections/{id}?after={after}");

    private async Task<List<string>> IdsAsync(string filter) =>
        [.. (await suite.Http.ReadAsync($"/api/v1/rejections?limit=500&{filter}"))["items"]!.AsArray().Select(r => (string)r!["id"]!)];
}
