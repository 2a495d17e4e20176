using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Where an operator has the details of closed gates removed after a while, nobody who asks, publishes or rebuilds sees a difference.</summary>
internal sealed class Retired
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TestUpdate waived = TestUpdate.New("one-check", builds: 2);
    private readonly TestUpdate unfinished = TestUpdate.New(builds: 3);
    private readonly TestUpdate late = TestUpdate.New("one-check", builds: 2);
    private readonly TestUpdate reopened = TestUpdate.New("one-check", builds: 2);
    private readonly Dictionary<string, string> answers = [];
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    // History is made, and asked about, by a platform that retires nothing; then another that does so takes over.
    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        var servers = await Servers.SharedAsync();
        var options = new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() };
        suite = await Suite.StartAsync(options);
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
        await client.Publisher.PublishAsync(waived.Definition(), unfinished.Definition(), late.Definition(), reopened.Definition());
        await client.RecordAsync(waived.Result(0, Depcheck, "FAILED"), waived.Result(1, Depcheck, "PASSED"), unfinished.Result(0, TestUpdate.Depcheck("i386"), "ERROR"));
        await client.PublishAndHearAsync(waived.Waiver(waived: true), m => m.Alias == waived.Alias && m.Type == "gate.changed");
        await client.RecordAsync(reopened.Results([Depcheck], (_, _) => "PASSED"));
        await CloseAsync(waived, "shipped");
        await CloseAsync(late, "shipped");
        await CloseAsync(unfinished, "withdrawn");
        await CloseAsync(reopened, "obsoleted");
        await database.CaughtUpAsync();
        foreach (var path in new[] { waived, unfinished, late }.SelectMany(Paths))
        {
            answers[path] = await AskAsync(path);
        }

        await suite.DisposeAsync();
        suite = await Suite.StartAsync(options with { Environment = new Dictionary<string, string> { ["Gatehouse__RetireAfter"] = "1s" } });
        await AllRetiredAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await database.DisposeAsync();
        await client.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task Whoever_asks_is_answered_as_before_down_to_each_requirement()
    {
        Assert.That(answers[Paths(waived)[1]], Does.Contain("known and harmless").And.Contain("\"requirements\":[{"));
        foreach (var path in new[] { waived, unfinished }.SelectMany(Paths))
        {
            Assert.That(await AskAsync(path), Is.EqualTo(answers[path]), path);
        }
    }

    [Test]
    public async Task What_comes_late_is_recorded_and_says_nothing_and_changes_no_answer()
    {
        var failure = late.Result(0, Depcheck, "FAILED");
        await client.RecordAsync(failure, late.Result(1, Depcheck, "FAILED"));
        await client.Publisher.PublishAsync(failure, late.Waiver(waived: false), late.Closing("obsoleted"));
        await File.WriteAllTextAsync(Path.Combine(suite.Folder, "policies", "new.yaml"), "id: new\nmatch: { product_versions: [new] }\nchecks: [{ testcase: new }]\n");
        Assert.That((int)(await suite.Http.PostAsync("/api/v1/policies/reload", "")).Status, Is.EqualTo(200));
        await client.FallSilentAsync();

        Assert.That(client.Subscriber.Of(late.Alias)[^1].Type, Is.EqualTo("gate.closed"));
        Assert.That(await AskAsync(Paths(late)[1]), Is.EqualTo(answers[Paths(late)[1]]));
    }

    [Test]
    public async Task A_newer_definition_opens_it_again_from_all_that_is_known()
    {
        var said = await client.PublishAndHearAsync(
            (reopened with { Time = TimeProvider.System.GetUtcNow() }).Definition(), m => m.Alias == reopened.Alias && m.Type == "gate.complete" && (int)m.Body["revision"]! == 2);

        Assert.That((said.RoutingKey, (string)said.Body["reason"]!), Is.EqualTo(("gate.push_stable.complete.passed", "all_received")));
        Assert.That(await database.CountAsync($"select count(*) from gating.gate_build where subject_id like '{Stem(reopened)}%'"), Is.EqualTo(2));
        await CloseAsync(reopened, "shipped");
        await AllRetiredAsync();
    }

    [Test]
    public async Task Killed_while_it_retires_nothing_is_half_done_and_a_rebuild_knows_what_was_removed()
    {
        var shipped = Enumerable.Range(0, 40).Select(_ => TestUpdate.New("one-check", builds: 5)).ToList();
        await client.Publisher.PublishAsync(shipped.Select(u => u.Definition()));
        await client.Publisher.PublishAsync(shipped.Select(u => u.Closing("shipped")));
        await client.FallSilentAsync();
        for (var kills = 0; kills < 3; kills++)
        {
            await suite.KillAsync("gating");
            await suite.ReadyAsync();
        }

        await AllRetiredAsync();
        Assert.That(await database.CountAsync(
            "select count(*) from gating.gate g where g.retired = exists (select from gating.gate_build b where b.gate = g.gate) and g.builds > 0 and not g.live"), Is.Zero);
        await database.CaughtUpAsync();
        var before = await database.FingerprintAsync();
        foreach (var how in new string[][] { [], ["--replace"] })
        {
            var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres, how);
            Assert.That(run.ExitCode, Is.Zero, run.Output);
            Assert.That(await database.FingerprintAsync(), Is.EqualTo(before));
        }
    }

    private Task AllRetiredAsync() => Eventually.TrueAsync(
        async () => await database.CountAsync("select count(*) from gating.gate g join gating.update_in_force u using (alias) where not u.open and not g.retired") == 0,
        "every closed gate to be retired", Patience);

    private async Task CloseAsync(TestUpdate update, string state) =>
        await client.PublishAndHearAsync(update.Closing(state), m => m.Alias == update.Alias && m.Type == "gate.closed" && (string)m.Body["reason"]! == state);

    private async Task<string> AskAsync(string path) => (await suite.Http.ReadAsync(path)).ToJsonString().Replace(suite.Endpoints.Http, "", StringComparison.Ordinal);

    private static string[] Paths(TestUpdate update) => [$"/api/v1/updates/{update.Alias}", $"/api/v1/updates/{update.Alias}/gates/push_stable"];

    private static string Stem(TestUpdate update) => update.Builds[0].Split("-1-1.")[0] + "-";
}
