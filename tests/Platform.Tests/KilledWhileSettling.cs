using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A refused message is sent again, and ingest is killed between the fact that it becomes and the word that it was settled.</summary>
internal sealed class KilledWhileSettling
{
    [Test]
    public async Task It_is_open_as_before_and_becomes_its_fact_once_when_it_is_sent_again()
    {
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
        await using var looks = new Database(suite.Endpoints.Postgres);

        // A clock that runs ahead: refused today, valid when its time has come.
        var result = TestUpdate.New().Result(0, TestUpdate.Rpmlint, "PASSED");
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["submit_time"] = TestUpdate.Stamp(TimeProvider.System.GetUtcNow().AddMinutes(10).AddSeconds(4));
        var rejected = await client.PublishAndHearAsync(
            result with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) },
            m => m.Type.StartsWith("rejected.", StringComparison.Ordinal) && (string?)m.Body["message_id"] == result.MessageId);
        var path = $"/api/v1/rejections/{rejected.Body["id"]}";

        Task<Answer> retry;
        await using (var held = await EventLock.TakeAsync(database, Ids.Event(Kinds.Result, Guid.Parse(result.MessageId!))))
        {
            retry = suite.Http.PostAsync(path + "/retry", "");
            await Eventually.TrueAsync(async () =>
            {
                // Until its time has come it is refused again.
                retry = retry.IsCompleted ? suite.Http.PostAsync(path + "/retry", "") : retry;
                return await held.WaiterAsync() is not null;
            }, "ingest is between its first statement and its commit", TimeSpan.FromSeconds(30));
            await suite.KillAsync("results-ingest");
        }

        Assert.That((int)(await retry).Status, Is.GreaterThanOrEqualTo(500), "nobody says that it was done");
        await suite.ReadyAsync();
        Assert.That((string)(await suite.Http.ReadAsync(path))["state"]!, Is.EqualTo("open"));

        var again = await suite.Http.PostAsync(path + "/retry", "");

        Assert.That((again.Status, (bool)again.Json["repeated"]!), Is.EqualTo((HttpStatusCode.Accepted, false)), again.Text);
        await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "its announcement");
        Assert.That((string)(await suite.Http.ReadAsync($"{path}?after={again.Json["sequence"]}"))["state"]!, Is.EqualTo("retried"));
        foreach (var type in new[] { "result_recorded", "rejection_settled" })
        {
            Assert.That(await looks.CountAsync($"select count(*) from gatehouse.mt_events where type = '{type}'"), Is.EqualTo(1), type);
        }
    }
}
