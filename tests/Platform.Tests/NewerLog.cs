using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Hosting;
using Gatehouse.Local;
using Gatehouse.Testing;
using RabbitMQ.Client;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// A log that a newer version of the services writes (rule 16): those of this version are ready for nothing and change
/// nothing, and go on by themselves where the log goes back.
/// </summary>
internal sealed class NewerLog
{
    private const string Results = "gatehouse.results-ingest.results";
    private const string Why = "the log needs services of version 3 or later, and this one is of version 2";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var servers = await Servers.SharedAsync();
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = await servers.NewStoreAsync(),
        });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await client.DisposeAsync();
        await suite.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Whoever_is_too_old_stands_still_and_says_which_version_is_needed_until_the_log_goes_back()
    {
        var update = TestUpdate.New("one-check");
        await client.PublishAndHearAsync(
            update.Definition(), m => m.Alias == update.Alias && m.Type == "gate.opened");
        await database.CaughtUpAsync();
        Assert.That(await LeastAsync(), Is.EqualTo(LogVersion.Own), "raised in front of what 1.0 cannot fold");

        await SetAsync(LogVersion.Own + 1);
        await StandStillAsync();
        var before = await database.FingerprintAsync();
        var result = update.Result(0, Depcheck, "PASSED");
        await client.Publisher.PublishAsync(result);
        await Eventually.TrueAsync(async () => await QueueAsync() is { MessageCount: 1, ConsumerCount: 0 },
            "the result waits in its queue, and nobody takes it");
        await IsRefusedAsync(update);
        foreach (var service in suite.Services)
        {
            // Those that start now are as old.
            await suite.KillAsync(service.Name);
        }

        await StandStillAsync();
        await Eventually.TrueAsync(async () => await QueueAsync() is { MessageCount: 1, ConsumerCount: 0 },
            "the result waits on");
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(before));
        Assert.That(await LeastAsync(), Is.EqualTo(LogVersion.Own + 1), "nobody has lowered it");

        await SetAsync(LogVersion.Own);
        await suite.ReadyAsync();
        await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "the result that waited");
        var complete = await client.Subscriber.UntilAsync(
            m => m.Alias == update.Alias && m.Type == "gate.complete", "the verdict");
        Assert.That(complete.RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"));
        Assert.That(await RejectedAsync(), Is.Zero);
        await database.CaughtUpAsync();
        var rebuilt = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(rebuilt.ExitCode, Is.Zero, rebuilt.Output);
    }

    [Test]
    public async Task What_comes_while_the_log_goes_ahead_and_back_is_all_recorded_once()
    {
        var update = TestUpdate.New("one-check");
        const int turns = 5;
        const int results = 100;
        for (var turn = 0; turn < turns; turn++)
        {
            var publishing = client.Publisher.PublishAsync(
                Enumerable.Range(0, results).Select(_ => update.Result(0, Depcheck, "PASSED")));
            await SetAsync(LogVersion.Own + 1);
            await publishing;
            await Eventually.TrueAsync(
                async () => (await QueueAsync()).ConsumerCount == 0, "nobody takes what comes");
            await SetAsync(LogVersion.Own);
        }

        await suite.ReadyAsync();
        await Eventually.TrueAsync(
            async () => await database.CountAsync($"""
                select count(*) from gatehouse.mt_events where data -> 'subject' ->> 'id' = '{update.Builds[0]}'
                """) == turns * results,
            "all results are recorded");
        await client.FallSilentAsync();
        await Eventually.TrueAsync(
            async () => await QueueAsync() is { MessageCount: 0, ConsumerCount: 1 }, "nothing waits");
        Assert.That(await RejectedAsync(), Is.Zero);
    }

    private async Task IsRefusedAsync(TestUpdate update)
    {
        var ingest = suite.Services.Single(s => s.Kind == GatehouseService.Ingest).BaseUrl;
        using var direct = new HttpClient { BaseAddress = new Uri(ingest) };
        foreach (var http in new[] { suite.Http, direct })
        {
            var failed = JsonNode.Parse(update.Result(0, Depcheck, "FAILED").Body.Span)!;
            var posted = await http.PostAsync("/api/v1/results", failed);
            Assert.That((posted.Status, posted.ContentType),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json")), posted.Text);
            Assert.That((string?)posted.Json["detail"], Does.StartWith(Why));
        }

        var read = await suite.Http.AskAsync($"/api/v1/updates/{update.Alias}");
        Assert.That(read.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), read.Text);
        var rebuilt = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(rebuilt.ExitCode, Is.EqualTo(2), rebuilt.Output);
        Assert.That(rebuilt.Output.Split($"rebuild ends: {Why}"), Has.Length.EqualTo(3), "views and gates");
        var policies = Path.Combine(suite.Folder, "policies");
        var tried = await ProgramRun.OfAsync(
            "Gatehouse.Gating.dll", ["backtest", policies], ("Gatehouse__Postgres", suite.Endpoints.Postgres));
        Assert.That(tried.ExitCode, Is.EqualTo(1), tried.Output);
        Assert.That(tried.Output, Does.Contain($"backtest ends: {Why}"));
    }

    /// <summary>Returns when each is alive, ready for nothing and says why, and none leads.</summary>
    private async Task StandStillAsync()
    {
        foreach (var service in suite.Services)
        {
            using var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
            await Eventually.TrueAsync(() => SaysAsync(http), $"{service.Name} says that it is too old");
            Assert.That((await http.AskAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK), service.Name);
        }

        await Eventually.TrueAsync(
            async () => await database.CountAsync("select count(*) from gatehouse.lease where until > now()") == 0,
            "nobody leads");
    }

    private static async Task<bool> SaysAsync(HttpClient http)
    {
        try
        {
            var ready = await http.AskAsync("/health/ready");
            return ready.Status == HttpStatusCode.ServiceUnavailable
                && $"{ready.Json["checks"]!["version"]!["reason"]}".StartsWith(Why, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // It has yet to start.
            return false;
        }
    }

    private async Task<QueueDeclareOk> QueueAsync()
    {
        var factory = new ConnectionFactory { Uri = new Uri(suite.Endpoints.Amqp), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.QueueDeclarePassiveAsync(Results);
    }

    private Task<long> RejectedAsync() =>
        database.CountAsync("select count(*) from gatehouse.mt_events where type = 'message_rejected'");

    private Task<long> LeastAsync() => database.CountAsync("select least::bigint from gatehouse.log_version");

    private Task SetAsync(int least) => database.RunAsync($"update gatehouse.log_version set least = {least}");
}
