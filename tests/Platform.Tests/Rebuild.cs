using Gatehouse.Contracts;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Replaying the log from zero gives the same views and the same verdicts, and says nothing again (rule 11).</summary>
internal sealed class Rebuild
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    // A platform of its own: its tables are tampered with.
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var servers = await Servers.SharedAsync();
        suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
        await PlayAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await database.DisposeAsync();
        await client.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task On_a_quiet_platform_all_is_equal_and_nothing_at_all_is_changed()
    {
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var before = await database.FingerprintAsync();

        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("views.rejection: 1 rows are the same, 0 differ").And.Match(@"views\.verdict: [1-9]\d* rows are the same, 0 differ").And.Not.Match(@"[1-9]\d* differ"));
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(before));
        Assert.That(await database.CountAsync("select count(*) from views.rejection where state = 'discarded'"), Is.EqualTo(1), "what was done about it is rebuilt, too");
    }

    [Test]
    public async Task Under_load_all_is_equal_and_nothing_is_said_twice()
    {
        await using var load = new Load(client);
        load.Start();
        await load.FlowAsync();

        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        await load.FlowAsync();
        await load.StopAsync();
        await client.FallSilentAsync();

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(client.Subscriber.All.Select(m => m.MessageId), Is.Unique);
    }

    [Test]
    public async Task What_is_wrong_in_a_live_table_is_named_and_replacing_mends_it_while_the_services_go_on()
    {
        var waiting = TestUpdate.New("patient", builds: 2);
        var opened = await client.PublishAndHearAsync(waiting.Definition(), m => m.Alias == waiting.Alias);
        await client.RecordAsync(waiting.Result(0, Depcheck, "PASSED"));
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var right = await database.FingerprintAsync();
        await database.RunAsync($"update views.cell set outcome = 'ERROR' where subject = '{Subject.OfBuild(waiting.Builds[0]).Key()}'");
        await database.RunAsync($"delete from gating.gate_build where subject_id = '{waiting.Builds[1]}'");

        var found = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        var mending = await RebuildRun.AllAsync(suite.Endpoints.Postgres, "--replace");

        Assert.That(found.ExitCode, Is.EqualTo(1));
        Assert.That(found.Output, Does.Match("views.cell: .* 1 differ").And.Contain("outcome is \"ERROR\", rebuilt \"PASSED\"")
            .And.Match("gating.gate_build: .* 1 differ").And.Contain("missing in the live table"));
        Assert.That(mending.Output, Does.Contain("its tables were replaced"));
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(right));
        Assert.That(await database.UnloggedAsync(), Is.Zero);
        Assert.That((await RebuildRun.AllAsync(suite.Endpoints.Postgres)).ExitCode, Is.Zero);

        // The gate that waited goes on from what was rebuilt: its deadline comes, is noted and acted on, once.
        Assert.That(TimeProvider.System.GetUtcNow(), Is.LessThan(Must.Time(opened.Body["deadline"])), "both rebuilds were done before it");
        await client.Subscriber.UntilAsync(m => m.Alias == waiting.Alias && m.Type == "gate.complete", "the deadline", Patience);
        await CompleteAsync(TestUpdate.New("one-check"));
        await client.FallSilentAsync();
        GateMessages.AreExactly(client.Subscriber.Of(waiting.Alias), "gate.push_stable.opened", "gate.push_stable.complete.failed");
        Assert.That(await database.CountAsync($"select count(*) from gatehouse.mt_events where type = 'deadline_passed' and data ->> 'alias' = '{waiting.Alias}'"), Is.EqualTo(1));
        Assert.That((await RebuildRun.AllAsync(suite.Endpoints.Postgres)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_log_that_says_otherwise_than_was_decided_is_named_and_nothing_is_replaced()
    {
        var update = TestUpdate.New("one-check");
        await CompleteAsync(update);
        await client.FallSilentAsync();
        var said = $"where type = 'gate_completed' and data -> 'statement' ->> 'alias' = '{update.Alias}'";
        Task ForgeAsync(string summary) => database.RunAsync($"update gatehouse.mt_events set data = jsonb_set(data, '{{statement,summary}}', to_jsonb({summary})) {said}");
        await ForgeAsync("'not ' || (data #>> '{statement,summary}')");

        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres, "--replace");
        await ForgeAsync("substr(data #>> '{statement,summary}', 5)");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain($"GateCompleted of {update.Alias} for push_stable").And.Contain("other content").And.Contain("NOT replaced"));
    }

    [Test]
    public async Task What_cannot_be_done_is_said_in_a_line()
    {
        var run = await RebuildRun.AllAsync("postgresql://user:password@127.0.0.1:1/none");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Does.Contain("rebuild ends:").And.Not.Contain("   at "));
    }

    /// <summary>A bit of everything: results, re-runs, edits, waivers, closings, a refused message that is discarded, a policy reload and deadlines.</summary>
    private async Task PlayAsync()
    {
        await ReloadAsync("patient.yaml", Patient);
        var (edited, waived, shipped, hasty) = (TestUpdate.New(builds: 3), TestUpdate.New("one-check"), TestUpdate.New("one-check"), TestUpdate.New("hasty-1", builds: 2));
        await client.Publisher.PublishAsync(hasty.Definition(), edited.Definition(), waived.Definition(), shipped.Definition());
        var refused = await client.PublishAndHearAsync(Outgoing.Of("gatehouse.results", "result.bad", """{"outcome": "MAYBE"}"""), m => m.Type == "rejected.result");
        await suite.Http.PostAsync($"/api/v1/rejections/{refused.Body["id"]}/discard", "");
        await client.RecordAsync(edited.Results(TestUpdate.WorkedCase, (build, check) => build == 1 && check == Depcheck ? "FAILED" : "PASSED"));
        await client.RecordAsync(edited.Result(1, Depcheck, "RUNNING"), edited.Result(1, Depcheck, "PASSED"), edited.Result(2, TestUpdate.Rpmlint, "ERROR"));
        await client.Publisher.PublishAsync((edited with { Builds = [.. edited.Builds.Skip(1), "glibc-2.42-9.fc44"], Time = TimeProvider.System.GetUtcNow() }).Definition());
        await client.RecordAsync(waived.Result(0, Depcheck, "FAILED"), shipped.Result(0, Depcheck, "PASSED"), hasty.Result(0, Depcheck, "PASSED"));
        await client.Publisher.PublishAsync(waived.Waiver(waived: true), shipped.Closing("shipped"));
        await client.Subscriber.UntilAsync(m => m.Alias == shipped.Alias && m.Type == "gate.closed", "the closing");
        await client.Publisher.PublishAsync(waived.Waiver(waived: false));
        await client.Subscriber.UntilAsync(m => m.Alias == hasty.Alias && m.Type == "gate.complete", "the deadline", Patience);
    }

    private async Task CompleteAsync(TestUpdate update)
    {
        await client.Publisher.PublishAsync(update.Definition());
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
    }

    private async Task ReloadAsync(string file, string policy)
    {
        await File.WriteAllTextAsync(Path.Combine(suite.Folder, "policies", file), policy);
        Assert.That((int)(await suite.Http.PostAsync("/api/v1/policies/reload", "")).Status, Is.EqualTo(200));
    }

    // Long enough for two rebuilds, since a timeout that is made shorter ends no gate within ten minutes.
    private const string Patient = """
        id: patient
        match: { product_versions: [patient] }
        timeout: 75s
        checks:
          - { testcase: dist.depcheck, arches: [x86_64] }
        """;
}
