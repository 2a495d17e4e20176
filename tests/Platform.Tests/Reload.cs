using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Policies that change while the platform runs: by the folder itself, by a call, and by mistake.</summary>
[NonParallelizable]
internal sealed class Reload
{
    private const string Yaml = "application/yaml";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly Check Rpmlint = new("dist.rpmlint", null);
    private Suite suite = null!;

    private string File => Path.Combine(suite.Folder, "policies", "stable.yaml");

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await Suite.StartAsync(new SuiteOptions
    {
        Policies = new Dictionary<string, string> { ["stable.yaml"] = Policy("dist.depcheck") },
        Store = await (await Servers.SharedAsync()).NewStoreAsync(),
    });

    [OneTimeTearDown]
    public async Task StopAsync() => await suite.DisposeAsync();

    [SetUp]
    public async Task BeginAsync() => await ReleaseAsync(Policy("dist.depcheck"));

    [Test]
    public async Task An_edited_file_is_taken_up_and_what_waits_is_planned_anew_and_what_is_decided_left_alone()
    {
        var (waiting, decided) = (TestUpdate.New(), TestUpdate.New());
        await DefineAsync(waiting, decided);
        await PostAsync("results", decided.Result(0, Depcheck, "PASSED"));
        var before = await GateAsync(decided);

        await EditAsync(Policy("2h", "dist.depcheck", "dist.rpmlint"));

        await Eventually.TrueAsync(
            async () => (await GateAsync(waiting))["unsatisfied"]!.AsArray().Count == 2, "the waiting gate is planned anew");
        var gate = await GateAsync(waiting);
        Assert.That(Must.Time(gate["deadline"]) - Must.Time(gate["opened_at"]), Is.EqualTo(TimeSpan.FromHours(2)));
        Must.BeEqual(await GateAsync(decided), before);
        await PostAsync("results", waiting.Result(0, Rpmlint, "PASSED"));
        await PostAsync("results", waiting.Result(0, Depcheck, "PASSED"));
        Assert.That((string)(await GateAsync(waiting))["status"]!, Is.EqualTo("passed"));
        await PostAsync("results", decided.Result(0, Rpmlint, "FAILED"));
        Must.BeEqual(await GateAsync(decided), before);
    }

    [Test]
    public async Task A_set_that_asks_less_of_a_gate_that_waits_is_named_and_waits_for_an_operator()
    {
        var update = TestUpdate.New();
        await DefineAsync(update);
        var before = await suite.Http.ReadAsync("/api/v1/policies");
        await System.IO.File.WriteAllTextAsync(File, Policy("dist.rpmlint"));

        var refused = await suite.Http.PostAsync("/api/v1/policies/reload", "");
        var dry = await suite.Http.PostAsync("/api/v1/policies/reload?dry_run=true&release=true", "");
        var another = await suite.Http.PostAsync($"/api/v1/policies/reload?release=true&hash={before["hash"]}", "");
        var hash = (string)refused.Json["hash"]!;

        Assert.That((refused.Status, refused.ContentType), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "application/problem+json")));
        Assert.That((string)refused.Json["detail"]!, Does.Contain(update.Alias).And.Contain("dist.depcheck"));
        Assert.That((dry.Status, another.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Conflict)));
        var now = await suite.Http.ReadAsync("/api/v1/policies");
        Assert.That((string)now["hash"]!, Is.EqualTo((string)before["hash"]!));
        Assert.That(now["refused"]!.AsArray().Select(e => (string)e!["message"]!), Has.Some.Contains(update.Alias));
        Assert.That((string)(await GateAsync(update))["unsatisfied"]![0]!["testcase"]!, Is.EqualTo("dist.depcheck"));

        var released = await suite.Http.PostAsync($"/api/v1/policies/reload?release=true&hash={hash}", "");
        Assert.That((released.Status, (string)released.Json["hash"]!), Is.EqualTo((HttpStatusCode.OK, hash)), released.Text);
        await Eventually.TrueAsync(
            async () => (string)(await GateAsync(update))["unsatisfied"]![0]!["testcase"]! == "dist.rpmlint", "the released set is the gate's");
    }

    [Test]
    public async Task Who_has_the_policies_already_is_told_so_until_they_change()
    {
        using var first = await suite.Http.GetAsync(new Uri("/api/v1/policies", UriKind.Relative));
        async Task<HttpStatusCode> AgainAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/policies") { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };
            using var again = await suite.Http.SendAsync(request);
            return again.StatusCode;
        }

        Assert.That(first.Headers.CacheControl!.NoCache);
        Assert.That(await AgainAsync(), Is.EqualTo(HttpStatusCode.NotModified));
        await EditAsync(Policy("8h", "dist.depcheck", "dist.rpmlint"));
        Assert.That(await AgainAsync(), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_bad_file_is_refused_whole_and_named_and_the_old_set_stays()
    {
        var before = await suite.Http.ReadAsync("/api/v1/policies");

        await System.IO.File.WriteAllTextAsync(Path.Combine(suite.Folder, "policies", "another.yaml"), Policy("dist.abicheck").Replace("id: stable", "id: another", StringComparison.Ordinal));
        await System.IO.File.WriteAllTextAsync(File, "id: stable\nchecks: []\ncheks: []\n");
        try
        {
            var reload = await suite.Http.PostAsync("/api/v1/policies/reload", "");

            Assert.That((reload.Status, reload.ContentType), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "application/problem+json")));
            var error = reload.Json["errors"]![0]!;
            Assert.That(((string)error["file"]!, (int)error["line"]!), Is.EqualTo(("stable.yaml", 3)));
            Assert.That((string)error["message"]!, Does.Contain("cheks"));

            await Eventually.TrueAsync(async () => (await LogAsync()).Count > 0, "the refusal is in the log");
            var now = await suite.Http.ReadAsync("/api/v1/policies");
            Must.BeEqual(now["refused"], reload.Json["errors"]);
            Assert.That((string)now["hash"]!, Is.EqualTo((string)before["hash"]!));
            using var ready = await suite.Http.GetAsync(new Uri(suite.Endpoints.GatingHttp + "/health/ready"));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await LogAsync(), Has.Count.EqualTo(1).And.Some.Contains("stable.yaml:3").And.Some.Contains("cheks"), "said once");
        }
        finally
        {
            System.IO.File.Delete(Path.Combine(suite.Folder, "policies", "another.yaml"));
            await ReleaseAsync(Policy("dist.depcheck"));
        }

        Must.BeEqual((await suite.Http.ReadAsync("/api/v1/policies"))["refused"], new JsonArray());
    }

    [Test]
    public async Task A_reload_puts_the_folder_in_force_at_once_and_only_once()
    {
        await System.IO.File.WriteAllTextAsync(File, Policy("8h", "dist.depcheck", "dist.upgradepath"));

        var (first, second) = (await suite.Http.PostAsync("/api/v1/policies/reload", ""), await suite.Http.PostAsync("/api/v1/policies/reload", ""));

        Assert.That((first.Status, second.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That((string)first.Json["hash"]!, Is.EqualTo((string)second.Json["hash"]!));
        Assert.That((bool)second.Json["changed"]!, Is.False);
        Assert.That((await suite.Http.ReadAsync("/api/v1/policies"))["policies"]![0]!["checks"]![1]!["testcase"]!.ToString(), Is.EqualTo("dist.upgradepath"));
    }

    [Test]
    public async Task A_draft_is_judged_without_being_put_in_force()
    {
        await DefineAsync(TestUpdate.New());
        var before = await suite.Http.ReadAsync("/api/v1/policies");

        var good = await suite.Http.PostAsync("/api/v1/policies/validate", Policy("dist.rpmlint"), Yaml);
        var typo = await suite.Http.PostAsync("/api/v1/policies/validate", Policy("dist.rpmlint").Replace("push_stable", "push_sable", StringComparison.Ordinal), Yaml);
        var bad = await suite.Http.PostAsync("/api/v1/policies/validate", "id: stable\ntimeout: soon\nchecks: [{ testcase: t }]\n", Yaml);

        Must.BeEqual(good.Json, new JsonObject { ["valid"] = true, ["warnings"] = new JsonArray() });
        Assert.That((string)typo.Json["warnings"]!.AsArray().Single()!, Does.Contain("push_sable").And.Contain("no update seen"));
        Assert.That((bad.Status, (int)bad.Json["errors"]![0]!["line"]!), Is.EqualTo((HttpStatusCode.UnprocessableEntity, 2)));
        Assert.That((string)bad.Json["errors"]![0]!["message"]!, Does.Contain("soon"));
        Assert.That((await suite.Http.PostAsync("/api/v1/policies/validate", "{}")).Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Must.BeEqual(await suite.Http.ReadAsync("/api/v1/policies"), before);
    }

    [Test]
    public async Task A_draft_is_warned_of_beside_what_has_been_seen_and_is_no_more_than_a_file_may_be()
    {
        var update = TestUpdate.New();
        await DefineAsync(update);
        await PostAsync("results", update.Result(0, Depcheck, "PASSED"));
        await PostAsync("results", update.Result(0, TestUpdate.Depcheck("aarch64"), "PASSED"));
        async Task<Answer> ValidateAsync(string draft) => await suite.Http.PostAsync("/api/v1/policies/validate", draft, Yaml);

        var warned = await ValidateAsync(
            "id: a\nmatch: { packages: [no-such-package] }\nchecks: [{ testcase: dist.depcheck }]\n---\nid: b\nchecks: [{ testcase: t, subject: composes }]\n");
        var words = await ValidateAsync("mutable: [compose]");
        var large = await ValidateAsync(new string('#', (1024 * 1024) + 1));

        var warnings = warned.Json["warnings"]!.AsArray().Select(w => (string)w!).ToList();
        Assert.That(warnings, Has.Count.EqualTo(3), warned.Text);
        Assert.That(warnings[0], Does.Contain("packages 'no-such-package' matches no build seen so far"));
        Assert.That(warnings[1], Does.Contain("results came from several (aarch64, x86_64)"));
        Assert.That(warnings[2], Does.Contain("subject 'composes' is a type that no update or result has had"));
        Assert.That(words.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)words.Json["errors"]![0]!["message"]!, Does.Contain("belongs into vocabulary.yaml"));
        Assert.That(large.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge), large.Text);
    }

    /// <summary>Puts this policy in force, whatever it asks less of the gates that other tests left.</summary>
    private async Task ReleaseAsync(string policy)
    {
        await System.IO.File.WriteAllTextAsync(File, policy);
        var released = await suite.Http.PostAsync("/api/v1/policies/reload?release=true", "");
        Assert.That(released.Status, Is.EqualTo(HttpStatusCode.OK), released.Text);
    }

    private async Task EditAsync(string policy)
    {
        await System.IO.File.WriteAllTextAsync(File, policy);
        await Eventually.TrueAsync(
            // None yet, if gating was ready just before its first set came into force.
            async () => (string?)(await suite.Http.ReadAsync("/api/v1/policies"))["files"]!.AsArray().FirstOrDefault()?["text"] == policy, "the edited file is in force", TimeSpan.FromSeconds(10));
    }

    private async Task DefineAsync(params TestUpdate[] updates)
    {
        foreach (var update in updates)
        {
            await PostAsync("updates", update.Definition());
        }
    }

    private async Task PostAsync(string what, Outgoing message)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
        await suite.Http.ReadAsync($"/api/v1/updates?limit=1&after={answer.Json["sequence"]}");
    }

    private async Task<JsonNode> GateAsync(TestUpdate update) => (await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}"))["gates"]![0]!;

    private async Task<List<string>> LogAsync() =>
        [.. (await System.IO.File.ReadAllTextAsync(Path.Combine(suite.Folder, "logs", "gating.log"))).Split('\n').Where(l => l.Contains("Policies are refused", StringComparison.Ordinal))];

    private static string Policy(string testcase) => Policy("8h", testcase);

    private static string Policy(string timeout, params string[] testcases) =>
        $$"""
        id: stable
        match: { product_versions: ["fedora-*"], decision_contexts: [push_stable] }
        timeout: {{timeout}}
        checks:
          - {{string.Join("\n  - ", testcases.Select(t => $"{{ testcase: {t} }}"))}}

        """;
}
