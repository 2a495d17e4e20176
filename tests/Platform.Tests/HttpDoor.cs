using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>The same door over HTTP: what is posted is recorded, announced and decided like what is published, and is answered.</summary>
internal sealed class HttpDoor
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private ForeignClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());

    [Test]
    public async Task What_was_posted_can_be_read_at_once_and_decides_the_gate()
    {
        var update = TestUpdate.New("one-check");
        var defined = await PostAsync("updates", update.Definition(), HttpStatusCode.Accepted);
        var gate = (await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}?after={defined["sequence"]}"))["gates"]!.AsArray().Single()!;
        Assert.That(((string)gate["decision_context"]!, (string)gate["status"]!), Is.EqualTo((update.Context, "waiting")));

        var result = update.Result(0, Depcheck, "PASSED");
        var answer = await PostAsync("results", result, HttpStatusCode.Accepted);

        Must.BeEqual(answer, new JsonObject { ["id"] = result.MessageId, ["source_id"] = null, ["sequence"] = (long)answer["sequence"]!, ["repeated"] = false });
        var announced = await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "the result");
        Assert.That((long)announced.Body["sequence"]!, Is.EqualTo((long)answer["sequence"]!));
        Must.BeEqual(await suite.Http.ReadAsync($"/api/v1/results/{result.MessageId}?after={answer["sequence"]}"), announced.Body);
        gate = (await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}?after={answer["sequence"]}"))["gates"]!.AsArray().Single()!;
        Assert.That((string)gate["status"]!, Is.EqualTo("passed"));
        await client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.RoutingKey == "gate.push_stable.complete.passed", "the verdict");
    }

    [Test]
    public async Task A_repeat_is_answered_as_the_first_and_changes_nothing()
    {
        var result = TestUpdate.New().Result(0, Depcheck, "PASSED");
        var first = await PostAsync("results", result, HttpStatusCode.Accepted);

        var second = await PostAsync("results", result, HttpStatusCode.Accepted);
        await client.Publisher.PublishAsync(result);
        await client.FallSilentAsync();

        Assert.That((bool)second["repeated"]!);
        Assert.That((long)second["sequence"]!, Is.EqualTo((long)first["sequence"]!));
        Assert.That(client.Subscriber.All.Count(m => m.Announces(result.MessageId!)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeat_is_known_by_what_is_stored_however_the_store_writes_it()
    {
        var id = Guid.CreateVersion7();
        string Body(string tiny) => $$$"""
            { "id": "{{{id}}}", "subject": { "type": "koji_build", "id": "glibc-2.42-1.fc44" }, "testcase": "dist.odd", "outcome": "passed", "submit_time": "2026-11-22T10:00:00.1234567+01:00",
              "groups": [], "note": "",
              "data": { "b": 1.0, "a": 1E5, "z": { "k": 1, "k": [2, null, {}] }, "big": 12345678901234567890.10, "tiny": {{{tiny}}}, "minus": -0.0, "e\u00e9": "\ud83d\ude00", "": false } }
            """;

        var first = await suite.Http.PostAsync("/api/v1/results", Body("1e-30"));
        var again = await suite.Http.PostAsync("/api/v1/results", Body("0.1e-29"));
        var other = await suite.Http.PostAsync("/api/v1/results", Body("1.1e-30"));

        Assert.That((first.Status, again.Status, other.Status), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict)), first.Text + again.Text + other.Text);
        Assert.That(((bool)first.Json["repeated"]!, (bool)again.Json["repeated"]!), Is.EqualTo((false, true)));
    }

    /// <summary>Every fold stands still at a gap until it is sure that nobody fills it.</summary>
    [Test]
    public async Task Repeats_among_what_is_new_leave_no_gap_in_the_log()
    {
        await using var database = new Database(suite.Endpoints.Postgres);
        var update = TestUpdate.New();
        var results = Enumerable.Range(0, 5).Select(_ => update.Result(0, Depcheck, "PASSED")).ToList();
        // Nothing repeats; the first that does, which nobody has looked for; the next; and again.
        int[][] posts = [[0], [1], [0, 2], [2, 3, 1], [4], [3, 4]];
        var answers = new List<JsonNode>();
        foreach (var post in posts)
        {
            answers.AddRange((await suite.Http.PostAsync("/api/v1/results", new JsonArray([.. post.Select(i => JsonNode.Parse(results[i].Body.Span))]))).Json["items"]!.AsArray()!);
        }

        Assert.That(answers.Select(a => (string)a["id"]!), Is.EqualTo(posts.SelectMany(p => p).Select(i => results[i].MessageId)));
        Assert.That(answers.GroupBy(a => (string)a["id"]!).Select(same => same.Select(a => (long)a["sequence"]!).Distinct().Count()), Is.All.EqualTo(1));
        var (first, last) = (answers.Min(a => (long)a["sequence"]!), answers.Max(a => (long)a["sequence"]!));
        Assert.That(await database.CountAsync($"select count(*) from gatehouse.mt_events where seq_id between {first} and {last}"), Is.EqualTo(last - first + 1));
    }

    [Test]
    public async Task Those_who_post_at_the_same_time_share_transactions_and_each_is_answered_for_his_own()
    {
        const int Clients = 16;
        const int Posts = 20;
        await using var database = new Database(suite.Endpoints.Postgres);
        var update = TestUpdate.New();
        // One of each client's is the same as everybody's.
        var common = update.Result(0, Depcheck, "PASSED");
        var posted = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var answers = new List<(string Id, JsonObject Answer)>();
            for (var i = 0; i < Posts; i++)
            {
                var result = i == Posts / 2 ? common : update.Result(0, Depcheck, "FAILED");
                answers.Add((result.MessageId!, await PostAsync("results", result, HttpStatusCode.Accepted)));
            }

            return answers;
        }));

        var all = posted.SelectMany(p => p).ToList();
        Assert.That(all.Select(p => (string)p.Answer["id"]!), Is.EqualTo(all.Select(p => p.Id)));
        Assert.That(all.GroupBy(p => p.Id).Select(same => (same.Select(p => (long)p.Answer["sequence"]!).Distinct().Count(), same.Count(p => !(bool)p.Answer["repeated"]!))), Is.All.EqualTo((1, 1)));
        var ids = string.Join(',', all.Select(p => $"'{p.Id}'"));
        Assert.That(await database.CountAsync($"select count(*) from gatehouse.mt_events where type = 'result_recorded' and data ->> 'id' in ({ids})"), Is.EqualTo((Clients * (Posts - 1)) + 1));
        // Each has a stream of its own.
        var transactions = await database.CountAsync($"select count(distinct stream_id) from gatehouse.mt_events where type = 'result_recorded' and data ->> 'id' in ({ids})");
        await TestContext.Out.WriteLineAsync($"{all.Count} posts in {transactions} transactions");
        Assert.That(transactions, Is.LessThan(all.Count / 2));
    }

    [Test]
    public async Task Another_result_under_the_same_id_is_a_conflict_and_the_first_stays()
    {
        var result = TestUpdate.New().Result(0, Depcheck, "PASSED");
        var first = await PostAsync("results", result, HttpStatusCode.Accepted);
        var other = JsonNode.Parse(result.Body.Span)!.AsObject();
        other["outcome"] = "FAILED";

        var answer = await suite.Http.PostAsync("/api/v1/results", other);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Complaints, Is.EqualTo(new[] { "id" }));
        Assert.That((string)(await suite.Http.ReadAsync($"/api/v1/results/{result.MessageId}?after={first["sequence"]}"))["outcome"]!, Is.EqualTo("PASSED"));
    }

    [Test]
    public async Task An_invalid_one_is_answered_with_every_reason_and_not_kept()
    {
        var kept = await suite.Http.ReadAsync("/api/v1/rejections?limit=1");

        var answer = await suite.Http.PostAsync("/api/v1/results", """{"subject": {"type": "koji_build", "id": "glibc"}, "outcome": "GREEN"}""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Complaints, Is.EquivalentTo(new[] { "outcome", "subject.id", "testcase" }));
        await client.FallSilentAsync();
        Must.BeEqual((await suite.Http.ReadAsync("/api/v1/rejections?limit=1"))["items"], kept["items"]);
    }

    [TestCase("this is no JSON", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("<result/>", "text/xml", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("", "application/json", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_read_is_refused_as_a_whole(string body, string contentType, HttpStatusCode status)
    {
        var answer = await suite.Http.PostAsync("/api/v1/results", body, contentType);

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((status, "application/problem+json")));
    }

    [Test]
    public async Task A_list_is_judged_one_by_one()
    {
        var good = TestUpdate.New().Result(0, Depcheck, "PASSED");
        var mixed = new JsonArray(JsonNode.Parse(good.Body.Span), new JsonObject { ["outcome"] = "PASSED" });

        var some = await suite.Http.PostAsync("/api/v1/results", mixed);
        var none = await suite.Http.PostAsync("/api/v1/results", new JsonArray(mixed[1]!.DeepClone()));
        var all = await suite.Http.PostAsync("/api/v1/results", new JsonArray(mixed[0]!.DeepClone()));

        Assert.That((some.Status, none.Status, all.Status), Is.EqualTo((HttpStatusCode.MultiStatus, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted)));
        var items = some.Json["items"]!.AsArray();
        Assert.That(items.Select(i => ((int)i!["index"]!, (int)i["status"]!)), Is.EqualTo(new[] { (0, 202), (1, 422) }));
        Assert.That((string)items[0]!["id"]!, Is.EqualTo(good.MessageId));
        Assert.That(items[1]!["reasons"]!.AsArray().Select(r => (string)r!["field"]!), Is.EquivalentTo(new[] { "subject", "testcase" }));
    }

    [Test]
    public async Task The_answer_to_each_definition_says_whether_it_was_taken_up()
    {
        var update = TestUpdate.New();
        JsonNode Defined(int minutes, string state = "open")
        {
            var definition = JsonNode.Parse(update.Definition().Body.Span)!.AsObject();
            (definition["time"], definition["state"]) = (TestUpdate.Stamp(update.Time.AddMinutes(minutes)), state);
            return definition;
        }

        var first = await DefineAsync(Defined(-30));
        var newest = await DefineAsync(Defined(-10));
        var older = await DefineAsync(Defined(-20));
        var firstAgain = await DefineAsync(Defined(-30));
        var newestAgain = await DefineAsync(Defined(-10));
        // Of one time: a closing counts over a definition, in whichever order they come.
        var closing = await DefineAsync(Defined(-10, "withdrawn"));
        var edited = Defined(-10);
        edited["title"] = "another";
        var beside = await DefineAsync(edited);

        Assert.That(first.Select(f => f.Key),
            Is.EqualTo(new[] { "id", "source_id", "sequence", "repeated", "taken_up" }));
        JsonObject[] all = [first, newest, older, firstAgain, newestAgain, closing, beside];
        Assert.That(all.Select(a => ((bool)a["repeated"]!, (bool)a["taken_up"]!)), Is.EqualTo(new[]
        {
            (false, true), (false, true), (false, false), (true, false), (true, true), (false, true), (false, false),
        }));
    }

    [Test]
    public async Task A_definition_ahead_of_its_arrival_does_not_hold_for_longer_than_one_that_is_not()
    {
        var update = TestUpdate.New();
        var fast = update with { Time = TimeProvider.System.GetUtcNow().AddMinutes(9) };
        var ahead = await DefineAsync(JsonNode.Parse(fast.Definition().Body.Span)!);
        var closing = await DefineAsync(JsonNode.Parse(update.Closing("withdrawn").Body.Span)!);

        Assert.That(((bool)ahead["taken_up"]!, (bool)closing["taken_up"]!), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task In_a_list_each_definition_is_answered_for_itself()
    {
        var (update, other) = (TestUpdate.New(), TestUpdate.New());
        var (newer, older) = (update.Definition(), (update with { Time = update.Time.AddMinutes(-1) }).Definition());
        Outgoing[] valid = [newer, older, newer, other.Definition()];
        var invalid = new JsonObject { ["alias"] = ".." };
        var list = new JsonArray([.. valid.Select(d => JsonNode.Parse(d.Body.Span)), invalid]);

        var answer = await suite.Http.PostAsync("/api/v1/updates", list);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.MultiStatus), answer.Text);
        Assert.That(answer.Json["items"]!.AsArray().Select(i => ((int)i!["status"]!, (bool?)i["taken_up"])),
            Is.EqualTo(new (int, bool?)[] { (202, true), (202, false), (202, true), (202, true), (422, null) }));
        Assert.That(answer.Json["items"]!.AsArray().All(i => i!.AsObject().ContainsKey("taken_up")));
    }

    [Test]
    public async Task The_log_is_asked_for_definitions_by_an_index_that_no_start_has_dropped()
    {
        await using var database = new Database(suite.Endpoints.Postgres);

        const string Index =
            "select count(*) from pg_indexes where schemaname = 'gatehouse' and indexname = 'update_recorded_alias'";
        Assert.That(await database.CountAsync(Index), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_no_definition_is_not_answered_so()
    {
        var answer = await suite.Http.PostAsync("/api/v1/results",
            new JsonArray(JsonNode.Parse(TestUpdate.New().Result(0, Depcheck, "PASSED").Body.Span)));

        Assert.That(answer.Json["items"]![0]!.AsObject().ContainsKey("taken_up"), Is.False);
    }

    [TestCase("perl:5.26:820180423:abcdef", "perl-5.26-820180423.abcdef")]
    [TestCase("glibc-0:2.42-7.fc44", "without an epoch")]
    [TestCase("glibc-2.42-7.fc44.src.rpm", "without the arch and .rpm")]
    public async Task What_only_looks_like_a_build_is_refused_by_type_and_alias_and_in_an_update(
        string name, string said)
    {
        var result = JsonNode.Parse(TestUpdate.New().Result(0, Depcheck, "PASSED").Body.Span)!;
        var update = JsonNode.Parse(TestUpdate.New().Definition().Body.Span)!;
        update["builds"] = new JsonArray(name);
        foreach (var type in new[] { "koji_build", "brew-build", "redhat-module" })
        {
            result["subject"] = new JsonObject { ["type"] = type, ["id"] = name };
            var answer = await suite.Http.PostAsync("/api/v1/results", result);
            Assert.That(
                (answer.Status, answer.Complaints.Single(), answer.Text.Contains(said, StringComparison.Ordinal)),
                Is.EqualTo((HttpStatusCode.UnprocessableEntity, "subject.id", true)), answer.Text);
        }

        var defined = await suite.Http.PostAsync("/api/v1/updates", update);
        Assert.That(
            (defined.Status, defined.Complaints.Single(), defined.Text.Contains(said, StringComparison.Ordinal)),
            Is.EqualTo((HttpStatusCode.UnprocessableEntity, "builds[0]", true)), defined.Text);
    }

    [Test]
    public async Task One_result_of_several_items_and_arches_is_one_event_however_often_it_is_posted()
    {
        await using var database = new Database(suite.Endpoints.Postgres);
        var builds = TestUpdate.New(builds: 2).Builds;
        JsonObject Sent(params string[] items) => new()
        {
            ["id"] = "77",
            ["testcase"] = "dist.depcheck",
            ["outcome"] = "PASSED",
            ["submit_time"] = "2026-01-02T03:04:05Z",
            ["data"] = new JsonObject
            {
                ["item"] = new JsonArray([.. items]), ["type"] = "brew-build",
                ["system_architecture"] = new JsonArray("x86_64", "i386"), ["system_variant"] = "Server",
            },
        };

        var first = await suite.Http.PostAsync("/api/v1/results", Sent(builds[0], builds[1]));
        var turned = await suite.Http.PostAsync("/api/v1/results", Sent(builds[1], builds[0]));

        Assert.That((first.Status, turned.Status, (bool)turned.Json["repeated"]!),
            Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted, true)), first.Text + turned.Text);
        Assert.That((string)turned.Json["id"]!, Is.EqualTo((string)first.Json["id"]!));
        var kept = await database.EventAsync($"seq_id = {first.Json["sequence"]}");
        Assert.That(((string)kept["subject"]!["type"]!, (string)kept["subject"]!["id"]!, (string)kept["sent_type"]!),
            Is.EqualTo(("koji_build", builds[0], "brew-build")));
        string[] lands = ["further_items", "arch", "further_arches", "variant"];
        Must.BeEqual(
            new JsonArray([.. lands.Select(field => kept[field]!.DeepClone())]),
            new JsonArray(new JsonArray(builds[1]), "x86_64", new JsonArray("i386"), "Server"));
    }

    [Test]
    public async Task A_text_that_is_too_long_is_cut_and_its_path_recorded()
    {
        await using var database = new Database(suite.Endpoints.Postgres);
        var result = TestUpdate.New().Result(0, Depcheck, "PASSED");
        JsonObject Sent(string end)
        {
            var body = JsonNode.Parse(result.Body.Span)!.AsObject();
            (body["note"], body["data"]) = (new string('n', 8_191) + "😀" + end,
                new JsonObject { ["log"] = new JsonArray("short", new string('l', 8_192) + end) });
            return body;
        }

        var first = await suite.Http.PostAsync("/api/v1/results", Sent("a"));
        var again = await suite.Http.PostAsync("/api/v1/results", Sent("b"));

        Assert.That((first.Status, again.Status, (bool)again.Json["repeated"]!),
            Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted, true)), first.Text + again.Text);
        var kept = await database.EventAsync($"seq_id = {first.Json["sequence"]}");
        Must.BeEqual(kept["cut"], new JsonArray("note", "data.log[1]"));
        Assert.That(((string)kept["note"]!, (string)kept["data"]!["log"]![1]!),
            Is.EqualTo((new string('n', 8_191), new string('l', 8_192))));
    }

    [Test]
    public async Task An_unknown_parameter_is_an_error()
    {
        var answer = await suite.Http.AskAsync("/api/v1/results?testcse=dist.depcheck");

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((HttpStatusCode.BadRequest, "application/problem+json")));
        Assert.That(answer.Complaints, Is.EqualTo(new[] { "testcse" }));
    }

    private async Task<JsonObject> DefineAsync(JsonNode definition)
    {
        var answer = await suite.Http.PostAsync("/api/v1/updates", definition);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
        return answer.Json;
    }

    private async Task<JsonObject> PostAsync(string what, Outgoing message, HttpStatusCode status)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        return answer.Json;
    }
}
