using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Hosting;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A draft of policies is tried on what happened, and nothing happens by that.</summary>
internal sealed class Backtesting
{
    private const string Yaml = "application/yaml";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly Check Rpmlint = new("dist.rpmlint", null);
    private readonly (TestUpdate Failed, TestUpdate Passed, TestUpdate Waiting) updates = (TestUpdate.New(), TestUpdate.New(), TestUpdate.New());
    private Suite suite = null!;
    private string failure = "";

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = new Dictionary<string, string> { ["stable.yaml"] = Policy("dist.depcheck", "dist.rpmlint") },
            Store = await (await Servers.SharedAsync()).NewStoreAsync(),
        });
        foreach (var update in new[] { updates.Failed, updates.Passed, updates.Waiting })
        {
            await PostAsync("updates", update.Definition());
            await PostAsync("results", update.Result(0, Depcheck, "PASSED"));
        }

        var failed = updates.Failed.Result(0, Rpmlint, "FAILED");
        failure = failed.MessageId!;
        await PostAsync("results", failed);
        await PostAsync("results", updates.Passed.Result(0, Rpmlint, "PASSED"));
        // What is left to be said moves the publishers' places, and would look like something that a backtest did.
        await using var database = new Database(suite.Endpoints.Postgres);
        await database.CaughtUpAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await suite.DisposeAsync();

    [Test]
    public async Task The_policies_in_force_would_have_decided_the_same()
    {
        var report = await BacktestAsync(Policy("dist.depcheck", "dist.rpmlint"));

        Assert.That(((int)report["gates"]!, (int)report["same"]!, (int)report["differ"]!, (long)report["facts"]!), Is.EqualTo((3, 3, 0, 8L)));
        Must.BeEqual(report["items"], new JsonArray());
    }

    [Test]
    public async Task A_dropped_check_is_named_where_it_made_the_difference_and_nothing_has_changed()
    {
        var before = await StateAsync();

        var report = await BacktestAsync(Policy("dist.depcheck"));

        Must.BeEqual(report["verdicts"], new JsonObject { ["failed->passed"] = 1, ["waiting->passed"] = 1 });
        Assert.That((int)report["earlier"]!["gates"]!, Is.EqualTo(2), "what passed passes as soon as it has the one check");
        var item = ItemOf(report, updates.Failed);
        Assert.That(((string)item["recorded"]!["verdict"]!, (string)item["draft"]!["verdict"]!), Is.EqualTo(("failed", "passed")));
        Assert.That((double)item["seconds"]!, Is.Negative);
        Must.BeEqual(item["checks"], new JsonArray(Check("recorded", updates.Failed, "dist.rpmlint", "failed", failure)));
        Must.BeEqual(ItemOf(report, updates.Waiting)["checks"], new JsonArray(Check("recorded", updates.Waiting, "dist.rpmlint", "missing", null)));
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_added_check_would_have_been_waited_for()
    {
        var report = await BacktestAsync(Policy("dist.depcheck", "dist.rpmlint", "dist.abicheck"));

        Must.BeEqual(report["verdicts"], new JsonObject { ["failed->waiting"] = 1, ["passed->waiting"] = 1 });
        Must.BeEqual(ItemOf(report, updates.Passed)["checks"], new JsonArray(Check("draft", updates.Passed, "dist.abicheck", "missing", null)));
    }

    [Test]
    public async Task A_shorter_timeout_would_have_passed()
    {
        var draft = Policy("dist.depcheck", "dist.rpmlint").Replace("8h", "1s", StringComparison.Ordinal);
        JsonNode item = null!;
        await Eventually.TrueAsync(
            async () => (await BacktestAsync(draft))["items"]!.AsArray().FirstOrDefault(i => (string)i!["alias"]! == updates.Waiting.Alias) is { } found && (item = found) is not null,
            "a second has passed since");

        Assert.That(((string)item["recorded"]!["verdict"]!, (string)item["draft"]!["verdict"]!, (string)item["draft"]!["reason"]!), Is.EqualTo(("waiting", "failed", "deadline")));
        Assert.That(Must.Time(item["draft"]!["decided_at"]) - Must.Time(item["opened_at"]), Is.EqualTo(TimeSpan.FromSeconds(1)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That((await BacktestAsync(draft, "?until=2026-01-01"))["gates"]!.GetValue<int>(), Is.Zero);
    }

    [Test]
    public async Task Mistakes_are_named()
    {
        var bad = await suite.Http.PostAsync("/api/v1/policies/backtest", "id: a\ntimeout: soon\nchecks: [{ testcase: t }]\n", Yaml);
        var parameter = await suite.Http.PostAsync("/api/v1/policies/backtest?since=yesterday&sice=1", Policy("dist.depcheck"), Yaml);

        Assert.That((bad.Status, (string)bad.Json["errors"]![0]!["file"]!, (int)bad.Json["errors"]![0]!["line"]!), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "draft.yaml", 2)));
        Assert.That(parameter.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(parameter.Complaints, Is.EquivalentTo(new[] { "since", "sice" }));
        Assert.That((await suite.Http.PostAsync("/api/v1/policies/backtest", "{}")).Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task The_command_line_tells_the_same()
    {
        var draft = Path.Combine(suite.Folder, "draft.yaml");
        await File.WriteAllTextAsync(draft, Policy("dist.depcheck"));
        var until = TestUpdate.Stamp(TimeProvider.System.GetUtcNow());

        var (exitCode, output) = await CommandAsync("--until", until, draft);

        Assert.That(exitCode, Is.Zero, output);
        Must.BeEqual(JsonNode.Parse(output), await BacktestAsync(Policy("dist.depcheck"), $"?until={until}"));
        await File.WriteAllTextAsync(draft, "id: a\ncheks: []\n");
        (exitCode, output) = await CommandAsync(draft);
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("draft.yaml:2").And.Contain("cheks"));
    }

    private async Task<JsonObject> BacktestAsync(string draft, string query = "")
    {
        var answer = await suite.Http.PostAsync($"/api/v1/policies/backtest{query}", draft, Yaml);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        return answer.Json;
    }

    private async Task PostAsync(string what, Outgoing message)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
        await suite.Http.ReadAsync($"/api/v1/updates?limit=1&after={answer.Json["sequence"]}");
    }

    /// <summary>The whole log, all views and all gates in one hash each.</summary>
    private async Task<List<string>> StateAsync()
    {
        string[] tables = ["gatehouse.mt_events", "gatehouse.fold_checkpoint", "gating.gate", "gating.gate_build", "gating.topic", "gating.policy_set", "views.update", "views.cell", "views.result"];
        var state = new List<string>();
        await using var database = NpgsqlDataSource.Create(PostgresUrl.Parse("the test's", suite.Endpoints.Postgres));
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"select '{table} ' || md5(coalesce(string_agg(row, '' order by row), '')) from (select t::text as row from {table} t) rows");
            state.Add((string)(await command.ExecuteScalarAsync())!);
        }

        return state;
    }

    private Task<ProgramRun> CommandAsync(params string[] arguments) =>
        ProgramRun.OfAsync("Gatehouse.Gating.dll", ["backtest", .. arguments], ("Gatehouse__Postgres", suite.Endpoints.Postgres), ("Gatehouse__NoPolicy", "pass"));

    private static JsonNode ItemOf(JsonObject report, TestUpdate update) => report["items"]!.AsArray().Single(i => (string)i!["alias"]! == update.Alias)!;

    private static JsonObject Check(string side, TestUpdate update, string testcase, string answer, string? result) => new()
    {
        ["side"] = side,
        ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = update.Builds[0] },
        ["testcase"] = testcase,
        ["scenario"] = null,
        ["arch"] = null,
        ["essential"] = true,
        ["answer"] = answer,
        ["result_id"] = result,
    };

    private static string Policy(params string[] testcases) =>
        $$"""
        id: stable
        match: { product_versions: ["fedora-*"] }
        timeout: 8h
        checks:
        {{string.Join('\n', testcases.Select(t => $"  - {{ testcase: {t} }}"))}}

        """;
}
