using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>An archived event is as good as any other: for whoever asks, for whoever sends it again, for folds, publishers, rebuilds and replays.</summary>
/// <param name="partition">Archived events are moved to a partition of their own.</param>
[TestFixture(false)]
[TestFixture(true)]
internal sealed partial class Archived(bool partition)
{
    private const string Draft = "id: draft\nmatch: { product_versions: [one-check] }\nchecks: [{ testcase: dist.rpmlint }]\n";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TestUpdate update = TestUpdate.New("one-check", builds: 2);
    private readonly TestUpdate waiting = TestUpdate.New(builds: 2);
    private readonly Dictionary<string, string> answers = [];
    private Outgoing failure = null!;
    private Outgoing waiver = null!;
    private string backtest = "";
    private string moment = "";
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    // History is made, and asked about, by a platform that archives nothing; then another that does so takes over.
    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        var servers = await Servers.SharedAsync();
        var options = new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync(), Environment = Settings(archive: false) };
        suite = await Suite.StartAsync(options);
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
        await client.Publisher.PublishAsync(update.Definition(), waiting.Definition(), Outgoing.Of("gatehouse.results", "result.bad", """{"outcome": "MAYBE"}"""));
        failure = update.Result(0, Depcheck, "FAILED");
        await client.RecordAsync(failure, update.Result(1, Depcheck, "PASSED"), waiting.Result(0, Depcheck, "PASSED"));
        var between = Now();
        waiver = update.Waiver(waived: true);
        await client.PublishAndHearAsync(waiver, m => m.Alias == update.Alias && m.Type == "gate.changed");
        await client.RecordAsync(update.Result(0, Depcheck, "FAILED"));
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        await LookAsync(between);
        await suite.DisposeAsync();
        suite = await Suite.StartAsync(options with { Environment = Settings(archive: true) });
        await AllArchivedAsync();
        Assert.That(await database.CountAsync("select count(*) from pg_class where relname = 'mt_events_archived'"), Is.EqualTo(partition ? 1 : 0));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await database.DisposeAsync();
        await client.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task Whoever_asks_is_answered_as_before()
    {
        Assert.That(answers, Has.Count.GreaterThan(12));
        foreach (var (path, before) in answers)
        {
            Assert.That(await AskAsync(path), Is.EqualTo(before), path);
        }
    }

    [TestCase("Gatehouse.ResultsIngest.dll")]
    [TestCase("Gatehouse.Projections.dll")]
    [TestCase("Gatehouse.Gating.dll")]
    public async Task A_service_that_is_told_otherwise_of_partitions_does_not_start_and_says_why(string assembly)
    {
        const string nobody = "http://127.0.0.1:1";
        var run = await ProgramRun.OfAsync(assembly, [],
            ("Gatehouse__ArchivePartition", partition ? "off" : "on"), ("Gatehouse__Postgres", suite.Endpoints.Postgres), ("Gatehouse__RabbitMq", suite.Endpoints.Amqp),
            ("Gatehouse__Policies", Path.Combine(suite.Folder, "policies")), ("Gatehouse__IngestUrl", nobody), ("Gatehouse__GatingUrl", nobody), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
        Assert.That(run.Output.TrimEnd().Split('\n')[^1], Does.EndWith(
            $"does not start: Gatehouse__ArchivePartition: expected {(partition ? "on" : "off")}, as this store was made, found '{(partition ? "off" : "on")}'"));
        Assert.That(await database.CountAsync("select count(*) from pg_class where relname = 'mt_events_archived'"), Is.EqualTo(partition ? 1 : 0), "it has changed nothing");
    }

    [Test]
    public async Task A_draft_is_tried_on_the_archived_past() => Assert.That(await BacktestAsync(), Is.EqualTo(backtest));

    [Test]
    public async Task What_is_sent_again_is_a_repeat_and_other_content_under_its_name_a_conflict()
    {
        var before = await database.CountAsync("select count(*) from gatehouse.mt_events");
        foreach (var (to, again) in new[] { ("results", failure), ("updates", update.Definition()), ("waivers", waiver) })
        {
            var answer = await suite.Http.PostAsync($"/api/v1/{to}", Text(again));
            Assert.That((answer.Status, (bool)answer.Json["repeated"]!), Is.EqualTo((HttpStatusCode.Accepted, true)), to);
        }

        var other = JsonNode.Parse(failure.Body.Span)!.AsObject();
        other["outcome"] = "PASSED";
        Assert.That((await suite.Http.PostAsync("/api/v1/results", other)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        var rejection = (string)(await suite.Http.ReadAsync("/api/v1/rejections"))["items"]![0]!["id"]!;
        Assert.That((await suite.Http.PostAsync($"/api/v1/rejections/{rejection}/retry", "")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "found, and still no valid result");
        Assert.That(await database.CountAsync("select count(*) from gatehouse.mt_events"), Is.EqualTo(before));
    }

    [Test]
    public async Task Views_folded_from_the_beginning_and_announcements_made_again_are_what_they_were()
    {
        await client.FallSilentAsync();
        await AllArchivedAsync();
        await database.CaughtUpAsync();
        var (before, said) = (await database.FingerprintAsync(), client.Subscriber.All.Where(m => m.IsResult).ToList());
        var heard = said.DistinctBy(m => m.MessageId).ToDictionary(m => m.MessageId);
        await database.RunAsync("""
            do $$ begin execute (select 'truncate ' || string_agg('views.' || tablename, ', ') from pg_tables where schemaname = 'views'); end $$;
            update gatehouse.fold_checkpoint set position = 0 where name in ('views', 'announce')
            """);
        await suite.KillAsync("projections");
        await suite.ReadyAsync();
        await Eventually.TrueAsync(
            async () => await database.CountAsync("select min(position) - max(e.seq_id) from gatehouse.fold_checkpoint, gatehouse.mt_events e where name in ('views', 'announce')") == 0,
            "views and announcements to have come to the end again", Patience);

        Assert.That(await database.FingerprintAsync(), Is.EqualTo(before));
        // The broker has confirmed them all; whoever listens may still be at the first of them.
        await client.FallSilentAsync();
        var again = client.Subscriber.All.Where(m => m.IsResult).Skip(said.Count).ToList();
        Assert.That(client.Subscriber.All.Where(m => m.IsResult && heard.ContainsKey(m.MessageId)).Select(m => m.Text == heard[m.MessageId].Text), Is.All.True);
        Assert.That(again.Select(m => m.MessageId), Is.SupersetOf(heard.Keys), "each was announced once more");
        Assert.That((await RebuildRun.AllAsync(suite.Endpoints.Postgres)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Killed_while_it_archives_under_load_no_stream_is_half_archived_and_nothing_is_lost_or_said_twice()
    {
        await using var load = new Load(client);
        load.Start();
        for (var kills = 0; kills < 4; kills++)
        {
            await load.FlowAsync();
            await suite.KillAsync("results-ingest");
        }

        await load.FlowAsync();
        await load.StopAsync();
        await client.FallSilentAsync();
        await AllArchivedAsync();

        Assert.That(await database.CountAsync("select count(*) from gatehouse.mt_events e join gatehouse.mt_streams s on s.id = e.stream_id where e.is_archived <> s.is_archived"), Is.Zero);
        Assert.That(await database.CountAsync("select count(*) from gatehouse.mt_streams where is_archived and id not like 'ingest/%'"), Is.Zero);
        var results = client.Subscriber.All.Where(m => m.IsResult).DistinctBy(m => m.MessageId).Select(m => (string)m.Body["id"]!).ToList();
        Assert.That(results, Is.Unique.And.SupersetOf(load.Results));
        var said = client.Subscriber.All.Where(m => m.Alias is not null).DistinctBy(m => m.MessageId).ToLookup(m => m.Alias!);
        Assert.Multiple(() => load.Aliases.ToList().ForEach(alias =>
            GateMessages.AreExactly([.. said[alias].OrderBy(m => (long)m.Body["sequence"]!)], "gate.push_flood.opened", "gate.push_flood.complete.passed")));
    }

    // What is recorded while we wait is too young for a second: only what was there at the beginning is waited for.
    private async Task AllArchivedAsync()
    {
        var last = await database.CountAsync("select max(seq_id) from gatehouse.mt_events");
        await Eventually.TrueAsync(
            async () => await database.CountAsync($"select count(*) from gatehouse.mt_events where seq_id <= {last} and stream_id like 'ingest/%' and not is_archived") == 0, "all that is old to be archived", Patience);
    }

    private async Task LookAsync(string between)
    {
        var (gate, package) = ($"/api/v1/updates/{update.Alias}/gates/push_stable", update.Builds[0].Split("-1.")[0]);
        var rejection = (string)(await suite.Http.ReadAsync("/api/v1/rejections"))["items"]![0]!["id"]!;
        string[] paths =
        [
            $"/api/v1/results/{failure.MessageId}", $"/api/v1/results?subject={update.Builds[0]}", $"/api/v1/results?testcase=dist.depcheck&until={between}", "/api/v1/results?group=none",
            $"/api/v1/builds/{update.Builds[0]}", $"/api/v1/subjects/koji_build/{update.Builds[1]}", $"/api/v1/updates?package={package}",
            $"/api/v1/updates/{update.Alias}", $"/api/v1/updates/{update.Alias}?at={between}", $"/api/v1/updates/{waiting.Alias}", gate, $"{gate}?at={between}", $"{gate}/timeline", $"{gate}/timeline?at={between}",
            "/api/v1/rejections", $"/api/v1/rejections/{rejection}", $"/api/v1/rejections/{rejection}/body",
            $"/api/v1/history?subject={update.Builds[0]}", $"/api/v1/history?package={package}&testcase=dist.depcheck", $"/api/v1/flaky?package={package}",
            $"/feeds/packages/{package}.atom", "/feeds/contexts/push_stable.atom", $"/builds/{update.Builds[0]}", $"/updates/{update.Alias}/gates/push_stable/timeline",
        ];
        foreach (var path in paths)
        {
            answers[path] = await AskAsync(path);
        }

        moment = Now();
        backtest = await BacktestAsync();
        Assert.That(backtest, Does.Contain("\"facts\":"));
    }

    private async Task<string> AskAsync(string path)
    {
        var answer = await suite.Http.AskAsync(path);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), path);
        return Ago().Replace(answer.Text.Replace(suite.Endpoints.Http, "", StringComparison.Ordinal), "");
    }

    private async Task<string> BacktestAsync()
    {
        var answer = await suite.Http.PostAsync($"/api/v1/policies/backtest?until={moment}", Draft, "application/yaml");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        return answer.Text;
    }

    private Dictionary<string, string> Settings(bool archive) => new()
    {
        ["Gatehouse__ArchivePartition"] = partition ? "on" : "off",
        // With a partition, a quarter of it is how long a look into the log may be ago.
        ["Gatehouse__ArchiveAfter"] = archive ? partition ? "4s" : "1s" : "off",
    };

    /// <summary>What goes with the time of asking: how long ago something was, in JSON and on pages.</summary>
    [GeneratedRegex("""(?<="age_minutes":)\d+|(?<=data-now=")[^"]*|(?<=<time [^>]*>)[^<]*""")]
    private static partial Regex Ago();

    private static string Now() => TestUpdate.Stamp(TimeProvider.System.GetUtcNow());

    private static string Text(Outgoing message) => Encoding.UTF8.GetString(message.Body.Span);
}
