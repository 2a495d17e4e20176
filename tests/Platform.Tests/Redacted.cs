using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A secret that got into a result, a comment or a rejected body is nowhere any more once it is redacted (rule 17).</summary>
[NonParallelizable]
internal sealed class Redacted
{
    private const string Secret = "s3cret-hunter2";
    private const string Another = "an0ther-hunter";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All, Store = await (await Servers.SharedAsync()).NewStoreAsync(),
        });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await database.DisposeAsync();
        await client.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task Nothing_shows_it_and_nothing_is_decided_anew_and_the_same_sent_again_is_a_repeat()
    {
        var (open, closed) = (TestUpdate.New("one-check"), TestUpdate.New("one-check"));
        var (failed, alsoFailed) = (Failed(open, Secret), Failed(closed, Secret));
        var gates = new[] { await FailAsync(open, failed), await FailAsync(closed, alsoFailed) };
        var waiver = TestUpdate.Waiver(open.Builds[0], ("comment", $"the token {Secret} had expired"));
        var waived = await client.PublishAndHearAsync(waiver, m => m.Alias == open.Alias && m.Type == "gate.changed");
        await client.PublishAndHearAsync(closed.Closing("withdrawn"), m => m.Alias == closed.Alias && m.Type == "gate.closed");
        var rejected = await client.PublishAndHearAsync(
            Bad(open), m => m.Type == "rejected.result" && m.Text.Contains(Secret, StringComparison.Ordinal));
        var rejection = (string)rejected.Body["id"]!;
        var before = await suite.Http.ReadAsync($"/api/v1/updates/{open.Alias}");
        Assert.That(await LeftAsync(), Is.GreaterThanOrEqualTo(6), "the secret is there");

        var said = new List<Answer>();
        foreach (var result in new[] { failed, alsoFailed })
        {
            foreach (var path in new[] { "ref_url", "note", "data.environment[1]", "groups[0]" })
            {
                said.Add(await RedactAsync("result", result.MessageId!, path));
            }
        }

        said.Add(await RedactAsync("waiver", (string)JsonNode.Parse(waiver.Body.Span)!["id"]!, "comment"));
        said.Add(await RedactAsync("rejection", rejection, "body"));
        Assert.That(said.Select(a => a.Status), Is.All.EqualTo(HttpStatusCode.Accepted), said[^1].Text);
        Assert.That(said.Select(a => (bool)a.Json["repeated"]!), Is.All.False);
        var last = (long)said[^1].Json["sequence"]!;
        await database.CaughtUpAsync();

        foreach (var (what, text) in await EverythingAsync(open, closed, [failed, alsoFailed], rejection, gates, last))
        {
            Assert.That(text, Does.Not.Contain(Secret), what);
        }

        Assert.That(await LeftAsync(), Is.Zero, "of the store");
        var after = await suite.Http.ReadAsync($"/api/v1/updates/{open.Alias}");
        Must.BeEqual(after, JsonNode.Parse(before.ToJsonString()
            .Replace($"the token {Secret} had expired", "redacted", StringComparison.Ordinal)));
        Assert.That(await client.Subscriber.UntilAsync(1, m => m.Alias == open.Alias && m.Type == "gate.changed", "no more"),
            Has.Count.EqualTo(1));
        Assert.That((string)waived.Body["verdict"]!, Is.EqualTo("passed"));

        await MustBeRepeatsAsync(failed, waiver);
        var retry = await suite.Http.PostAsync($"/api/v1/rejections/{rejection}/retry", "");
        Assert.That((retry.Status, retry.Text.Contains("redacted", StringComparison.Ordinal)),
            Is.EqualTo((HttpStatusCode.Conflict, true)), retry.Text);
        var again = await RedactAsync("rejection", rejection, "body");
        Assert.That(((bool)again.Json["repeated"]!, (long)again.Json["sequence"]!), Is.EqualTo((true, last)), "done before");
        Assert.That((await RebuildRun.AllAsync(suite.Endpoints.Postgres)).ExitCode, Is.Zero, "the log makes the same again");
    }

    [Test]
    public async Task From_a_shell_it_is_the_same_and_old_row_versions_go_too()
    {
        var update = TestUpdate.New("one-check");
        var failed = Failed(update, Another);
        await FailAsync(update, failed);

        async Task<ProgramRun> RunAsync(params string[] arguments) => await ProgramRun.OfAsync(
            "Gatehouse.ResultsIngest.dll", ["redact", .. arguments], ("Gatehouse__Postgres", suite.Endpoints.Postgres));
        var (done, again) = (
            await RunAsync("result", failed.MessageId!, "note", "--reason", "a token"),
            await RunAsync("result", failed.MessageId!, "note"));
        var (nothing, nobody, wrong) = (
            await RunAsync("result", failed.MessageId!, "data.none"),
            await RunAsync("waiver", failed.MessageId!, "comment"),
            await RunAsync("results", "77", "note"));

        Assert.That((done.ExitCode, again.ExitCode), Is.EqualTo((0, 0)), done.Output + again.Output);
        Assert.That(again.Output, Does.Contain("since before"));
        Assert.That((nothing.ExitCode, nobody.ExitCode, wrong.ExitCode), Is.EqualTo((2, 2, 2)), nothing.Output + nobody.Output);
        Assert.That(wrong.Output, Does.Contain("kind: expected one of").And.Contain("id: expected the UUID"));
        Assert.That((string)(await suite.Http.ReadAsync($"/api/v1/results/{failed.MessageId}"))["note"]!, Is.EqualTo("redacted"));
        var redacted = await database.EventAsync($"type = 'fact_redacted' and data ->> 'fact' = '{failed.MessageId}'");
        Assert.That(((string)redacted["path"]!, (string)redacted["reason"]!), Is.EqualTo(("note", "a token")));
    }

    [Test]
    public async Task What_names_nothing_is_refused_with_every_reason_and_never_quoted()
    {
        var update = TestUpdate.New("one-check");
        var failed = Failed(update, Another);
        await FailAsync(update, failed);

        var wrong = await suite.Http.PostAsync("/api/v1/redactions", new JsonObject
        {
            ["kind"] = "results", ["id"] = Secret, ["path"] = "", ["reason"] = 5, ["secret"] = Secret,
        });
        var nothing = await RedactAsync("result", failed.MessageId!, "outcome");
        var nobody = await RedactAsync("result", Guid.NewGuid().ToString(), "note");

        Assert.That((wrong.Status, nothing.Status, nobody.Status), Is.EqualTo((
            HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound)), nothing.Text);
        Assert.That(wrong.Complaints, Is.EqualTo(new[] { "kind", "id", "path", "reason", "secret" }));
        Assert.That(nothing.Complaints, Is.EqualTo(new[] { "path" }));
        Assert.That(wrong.Text, Does.Not.Contain(Secret));
    }

    [Test]
    public async Task Killed_in_the_middle_it_is_as_if_nothing_had_been_asked()
    {
        var update = TestUpdate.New("one-check");
        var failed = Failed(update, Another);
        await FailAsync(update, failed);
        var id = Guid.Parse(failed.MessageId!);
        await using var source = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));

        Task<Answer> asked;
        await using (var held = await EventLock.TakeAsync(source, FactRedacted.EventIdOf(RedactedKind.Result, id, "note")))
        {
            asked = RedactAsync("result", failed.MessageId!, "note");
            await Eventually.TrueAsync(
                async () => await held.WaiterAsync() is not null, "the text is overwritten and nothing committed");
            await suite.KillAsync("results-ingest");
        }

        Assert.That((int)(await asked).Status, Is.GreaterThanOrEqualTo(500), "nobody says that it was done");
        await suite.ReadyAsync();
        Assert.That((string)(await suite.Http.ReadAsync($"/api/v1/results/{id}"))["note"]!, Does.Contain(Another));
        var again = await RedactAsync("result", failed.MessageId!, "note");
        Assert.That((again.Status, (bool)again.Json["repeated"]!), Is.EqualTo((HttpStatusCode.Accepted, false)), again.Text);
    }

    private static Outgoing Failed(TestUpdate update, string secret)
    {
        var result = update.Result(0, Depcheck, "FAILED");
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["ref_url"] = $"https://ci.example.org/runs/1?token={secret}";
        body["note"] = $"curl -H 'Authorization: {secret}'";
        body["groups"] = new JsonArray($"run-{secret}", "nightly");
        body["data"] = new JsonObject { ["environment"] = new JsonArray("HOME=/", $"TOKEN={secret}"), ["lang"] = "C" };
        return result with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    private static Outgoing Bad(TestUpdate update)
    {
        var bad = update.Result(0, Depcheck, Secret);
        return bad with { MessageId = $"bad-{update.Alias}" };
    }

    private async Task<Heard> FailAsync(TestUpdate update, Outgoing failed)
    {
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias && m.Type == "gate.opened");
        return await client.PublishAndHearAsync(failed, m => m.Alias == update.Alias && m.Type == "gate.complete");
    }

    private Task<Answer> RedactAsync(string kind, string id, string path) => suite.Http.PostAsync(
        "/api/v1/redactions", new JsonObject { ["kind"] = kind, ["id"] = id, ["path"] = path });

    /// <summary>How many events and bodies hold it.</summary>
    private Task<long> LeftAsync() => database.CountAsync($"""
        select (select count(*) from gatehouse.mt_events where data::text like '%{Secret}%')
            + (select count(*) from ingest.rejection_body where position('{Secret}'::bytea in body) > 0)
        """);

    private async Task MustBeRepeatsAsync(Outgoing result, Outgoing waiver)
    {
        foreach (var (what, sent) in new[] { ("results", result), ("waivers", waiver) })
        {
            var repeat = await suite.Http.PostAsync($"/api/v1/{what}", Encoding.UTF8.GetString(sent.Body.Span));
            Assert.That((repeat.Status, (bool?)repeat.Json["repeated"]), Is.EqualTo((HttpStatusCode.Accepted, (bool?)true)), repeat.Text);
        }

        var other = Encoding.UTF8.GetString(result.Body.Span).Replace("HOME=/", "HOME=/root", StringComparison.Ordinal);
        Assert.That((await suite.Http.PostAsync("/api/v1/results", other)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await LeftAsync(), Is.Zero, "what came again is not kept");
    }

    private async Task<List<(string What, string Text)>> EverythingAsync(
        TestUpdate open, TestUpdate closed, Outgoing[] results, string rejection, Heard[] verdicts, long after)
    {
        string[] addresses =
        [
            .. results.Select(r => $"/api/v1/results/{r.MessageId}"), "/api/v1/results?limit=500", "/api/v1/updates",
            "/api/v1/overview", "/api/v1/rejections", $"/api/v1/rejections/{rejection}",
            $"/api/v1/rejections/{rejection}/body", $"/rejections/{rejection}", "/rejections", "/", "/updates",
            "/feeds/contexts/push_stable.atom",
            .. new[] { (open, verdicts[0]), (closed, verdicts[1]) }.SelectMany(u => Of(u.Item1, u.Item2)),
        ];
        var texts = new List<(string, string)>();
        foreach (var address in addresses)
        {
            var answer = await suite.Http.AskAsync(
                address.StartsWith("/api", StringComparison.Ordinal) && !address.EndsWith("/body", StringComparison.Ordinal)
                    ? $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}" : address);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), $"{address}: {answer.Text}");
            texts.Add((address, answer.Text));
        }

        return texts;
    }

    private static IEnumerable<string> Of(TestUpdate update, Heard verdict)
    {
        var (path, gate, at) = (
            $"/api/v1/updates/{update.Alias}", $"/api/v1/updates/{update.Alias}/gates/{update.Context}",
            $"at={Uri.EscapeDataString((string)verdict.Body["decided_at"]!)}");
        return
        [
            path, $"{path}?{at}", gate, $"{gate}?{at}", $"{gate}/timeline", $"/updates/{update.Alias}",
            $"/updates/{update.Alias}/gates/{update.Context}/timeline", $"/api/v1/builds/{update.Builds[0]}",
            $"/builds/{update.Builds[0]}", $"/feeds/packages/{update.Builds[0].Split("-1.")[0]}.atom",
            $"/history?subject={update.Builds[0]}&testcase=dist.depcheck",
        ];
    }
}
