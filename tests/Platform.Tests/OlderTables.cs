using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>After an upgrade tables may lie there as an older version made them: they are named and not worked on, and the log makes them anew.</summary>
internal sealed class OlderTables
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Services_and_a_rebuild_name_them_and_once_they_are_replaced_the_services_go_on()
    {
        var servers = await Servers.SharedAsync();
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = await servers.NewStoreAsync() });
        await using var client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        await using var database = new Database(suite.Endpoints.Postgres);
        var (before, after) = (TestUpdate.New("one-check"), TestUpdate.New("one-check"));
        await client.Publisher.PublishAsync(before.Definition(), Outgoing.Of("gatehouse.results", "result.bad", """{"outcome": "MAYBE"}"""));
        await CompleteAsync(client, before);
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var right = await database.FingerprintAsync();

        // Either is enough, and each was once what they looked like.
        foreach (var form in (string[])[
            "alter table views.cell rename cell to key; alter table gating.topic drop constraint topic_pkey, add primary key (topic)",
            "alter table views.cell rename key to cell; alter table views.result drop place; alter table views.rejection drop settled; "
                + "alter table gating.topic drop constraint topic_pkey, add primary key (subject, topic); alter table gating.gate drop revision, drop shown, add view jsonb"])
        {
            await database.RunAsync(form);
            await Task.WhenAll(suite.KillAsync(GatehouseService.Projections), suite.KillAsync(GatehouseService.Gating));
            await SaysAsync(suite, GatehouseService.Projections, "the tables of the views are of an older version: run deploy/rebuild --replace");
            await SaysAsync(suite, GatehouseService.Gating, "the tables of gating are of an older version: run deploy/rebuild --replace");
        }

        var older = await database.FingerprintAsync();
        foreach (var path in new[] { "/api/v1/rejections", "/api/v1/updates", $"/api/v1/updates/{before.Alias}" })
        {
            Assert.That((await suite.Http.AskAsync(path)).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), $"{path}: no error of ours");
        }

        var found = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(older), "nobody has touched them");
        var mending = await RebuildRun.AllAsync(suite.Endpoints.Postgres, "--replace");
        await suite.ReadyAsync();

        Assert.That((found.ExitCode, mending.ExitCode), Is.EqualTo((1, 1)));
        Assert.That(found.Output, Does.Contain("views.result: 0 rows are the same, 1 differ\nviews:     the live table is of another version (it lacks place smallint): its rows were not compared")
            .And.Contain("of another version (it lacks settled bigint)").And.Contain("of another version (it has view jsonb; lacks revision integer, shown bytea)").And.Match(@"views\.cell: [1-9]\d* rows are the same, 0 differ"));
        Assert.That(mending.Output, Does.Contain("its tables were replaced").And.Not.Contain("NOT replaced"));
        Assert.That(await database.FingerprintAsync(), Is.EqualTo(right));
        await client.Publisher.PublishAsync(after.Definition());
        await CompleteAsync(client, after);
        await client.FallSilentAsync();
        foreach (var update in new[] { before, after })
        {
            GateMessages.AreExactly([.. client.Subscriber.Of(update.Alias).DistinctBy(m => (m.MessageId, m.Text))], "gate.push_stable.opened", "gate.push_stable.complete.passed");
        }

        await database.CaughtUpAsync();
        Assert.That((await RebuildRun.AllAsync(suite.Endpoints.Postgres)).ExitCode, Is.Zero);
    }

    private static async Task CompleteAsync(ForeignClient client, TestUpdate update) =>
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");

    /// <summary>It is not ready and says why, where operators look and in its log.</summary>
    private static async Task SaysAsync(Suite suite, string service, string why)
    {
        using var http = new HttpClient { BaseAddress = new Uri(suite.Services.Single(s => s.Kind == service).BaseUrl) };
        await Eventually.TrueAsync(async () => await StoreAsync(http) is { } store && (string)store["status"]! == "unhealthy" && $"{store["reason"]}".EndsWith(why, StringComparison.Ordinal),
            $"{service} says: {why}", Patience);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(suite.Folder, "logs", $"{service}.log")), Does.Contain(why));
    }

    private static async Task<JsonNode?> StoreAsync(HttpClient http)
    {
        try
        {
            return (await http.AskAsync("/health/ready")).Json["checks"]!["store"];
        }
        catch (HttpRequestException)
        {
            // It has yet to start.
            return null;
        }
    }
}
