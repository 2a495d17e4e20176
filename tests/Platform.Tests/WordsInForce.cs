using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Which outcomes there are, and which types stand for others, is a fact of the log that the door hears of while it
/// runs.
/// </summary>
internal sealed class WordsInForce
{
    [Test]
    public async Task A_set_that_declares_words_is_taken_up_and_what_was_rejected_keeps_type_and_id()
    {
        var servers = await Servers.SharedAsync();
        await using var suite = await Suite.StartAsync(
            new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = new Database(suite.Endpoints.Postgres);
        var user = new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0];
        var nvr = TestUpdate.New().Builds[0];
        var refused = await client.PublishAndHearAsync(
            Outgoing.Of("gatehouse.results", "any", Result(nvr, "run 77")) with { UserId = user }, m =>
                m.Type == "rejected.result" && m.Text.Contains(nvr, StringComparison.Ordinal));
        Assert.That(refused.Body["reasons"]!.AsArray()
            .Select(r => (string)r!["field"]!), Is.EqualTo(new[] { "outcome" }));

        await DeclareAsync(database);
        // At once: a word that has just been declared is no reason to refuse anything.
        var taken = await suite.Http.PostAsync("/api/v1/results", Result(nvr, "run 78"));
        var retried = await suite.Http.PostAsync($"/api/v1/rejections/{refused.Body["id"]}/retry", "");

        Assert.That((taken.Status, retried.Status), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted)),
            taken.Text + retried.Text);
        var (now, then) = (await RecordedAsync(database, "run 78"), await RecordedAsync(database, "run 77"));
        Assert.That(((string?)now["subject"]!["type"], (string?)now["sent_type"], (string?)now["outcome"]),
            Is.EqualTo(("koji_build", "my-rpm", "CRASHED")));
        Assert.That(((string?)then["subject"]!["type"], (string?)then["sent_type"], (string?)then["outcome"]),
            Is.EqualTo(("my-rpm", default(string), "CRASHED")));
        Assert.That((string)then["id"]!, Is.EqualTo(Ids.Of("run 77", new ResultRecorded
        {
            Id = Guid.Empty, Subject = new Subject("my-rpm", nvr), Testcase = "dist.depcheck", Outcome = "CRASHED",
            SubmitTime = default, UserId = user,
        }).Id.ToString()));
        Must.BeEqual(retried.Json["fact"]!["id"], then["id"]);
        var settled = await database.EventAsync("type = 'rejection_settled'");
        Must.BeEqual(settled["about"]!["subjects"],
            new JsonArray(new JsonObject { ["type"] = "my-rpm", ["id"] = nvr }));
        Assert.That(settled["about"]!.AsObject().ContainsKey("outcome"), Is.False, "it was none");
    }

    private static string Result(string nvr, string id) => new JsonObject
    {
        ["id"] = id,
        ["subject"] = new JsonObject { ["type"] = "my-rpm", ["id"] = nvr },
        ["testcase"] = "dist.depcheck",
        ["outcome"] = "crashed",
    }.ToJsonString();

    /// <summary>The set in force again, with a vocabulary.</summary>
    private static Task DeclareAsync(Database database) => database.RunAsync("""
        insert into gatehouse.mt_events
            (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
        select nextval('gatehouse.mt_events_sequence'), gen_random_uuid(), stream_id, version + 1,
            data || '{ "vocabulary":
                { "added": { "CRASHED": "fail" }, "types": { "my-rpm": "koji_build" }, "mutable": [] } }',
            type, now(), tenant_id, mt_dotnet_type, headers, is_archived
        from gatehouse.mt_events where stream_id = 'policies' order by version desc limit 1;
        update gatehouse.mt_streams set version = version + 1 where id = 'policies';
        """);

    private static Task<JsonNode> RecordedAsync(Database database, string id) =>
        database.EventAsync($"type = 'result_recorded' and data ->> 'source_id' = '{id}'");
}
