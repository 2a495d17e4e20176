using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Ids that are no UUIDs name within who sent them and where they land.</summary>
internal sealed class TextIds
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => database.DisposeAsync();

    [Test]
    public async Task Two_systems_that_both_count_to_77_do_not_hide_each_others_failures()
    {
        var (g, h) = (TestUpdate.New("one-check"), TestUpdate.New("one-check"));
        await PostAsync("updates", g.Definition(), HttpStatusCode.Accepted);
        await PostAsync("updates", h.Definition(), HttpStatusCode.Accepted);
        await PostAsync("results", h.Result(0, Depcheck, "PASSED"), HttpStatusCode.Accepted);
        await client.Subscriber.UntilAsync(m =>
            m.Alias == h.Alias && m.Type == "gate.complete", "the verdict on the pass");

        var first = await PostAsync("results", Named(g.Result(0, Depcheck, "PASSED"), "77"), HttpStatusCode.Accepted);
        var second = Named(h.Result(0, Depcheck, "FAILED"), null) with { MessageId = "77" };
        var announced = await client.PublishAndHearAsync(second, m =>
            m.Announces("77") && (string)m.Body["subject"]!["id"]! == h.Builds[0]);

        Assert.That((string)announced.Body["outcome"]!, Is.EqualTo("FAILED"));
        Assert.That((string)announced.Body["id"]!, Is.Not.EqualTo((string)first["id"]!));
        await client.Subscriber.UntilAsync(m =>
            m.Alias == h.Alias && m.RoutingKey == "gate.push_stable.changed.failed", "the verdict on the failure");
    }

    [Test]
    public async Task Two_publishers_may_name_results_of_one_cell_alike()
    {
        var update = TestUpdate.New();
        var (anybody, somebody) = (Named(update.Result(0, Depcheck, "PASSED"), "77"),
            Named(update.Result(0, Depcheck, "FAILED"), "77") with { UserId = User });

        await client.Publisher.PublishAsync(anybody, somebody);

        var announced = await client.Subscriber.UntilAsync(2, m =>
            m.Announces("77") && (string)m.Body["subject"]!["id"]! == update.Builds[0], "both");
        Assert.That(announced.Select(m => (string)m.Body["id"]!), Is.Unique);
        Assert.That(announced.Select(m => (string)m.Body["outcome"]!), Is.EquivalentTo(new[] { "PASSED", "FAILED" }));
    }

    [Test]
    public async Task A_rerun_under_its_old_id_is_a_conflict_that_says_what_it_was_about()
    {
        var update = TestUpdate.New();
        var id = $"{update.Builds[0]}/dist.depcheck/x86_64";
        var first = await PostAsync("results", Named(update.Result(0, Depcheck, "FAILED"), id),
            HttpStatusCode.Accepted);
        var rerun = Named(update.Result(0, Depcheck, "PASSED"), id);

        var posted = await suite.Http.PostAsync("/api/v1/results", Text(rerun));
        var rejected = await client.PublishAndHearAsync(
            rerun with { MessageId = $"rerun-{Guid.NewGuid():N}" }, m =>
                m.Type == "rejected.result" && m.Text.Contains(update.Builds[0], StringComparison.Ordinal));

        Assert.That((posted.Status, posted.Complaints.Single()), Is.EqualTo((HttpStatusCode.Conflict, "id")));
        Assert.That((string)rejected.Body["reasons"]![0]!["message"]!, Does.StartWith("conflict: "));
        var kept = await database.EventAsync($"id = '{rejected.Body["id"]}'");
        Assert.That((bool)kept["conflict"]!);
        Must.BeEqual(kept["about"], new JsonObject
        {
            ["subjects"] = new JsonArray(new JsonObject { ["type"] = "koji_build", ["id"] = update.Builds[0] }),
            ["testcase"] = "dist.depcheck",
            ["arches"] = new JsonArray("x86_64"),
            ["outcome"] = "PASSED",
            ["submit_time"] = JsonNode.Parse(rerun.Body.Span)!["submit_time"]!.DeepClone(),
        });
        var stays = await suite.Http.ReadAsync($"/api/v1/results/{first["id"]}?after={first["sequence"]}");
        Assert.That((string)stays["outcome"]!, Is.EqualTo("FAILED"));
    }

    [Test]
    public async Task A_conflict_is_listed_at_the_gate_for_as_long_as_it_is_counted_there()
    {
        var update = TestUpdate.New("one-check");
        await PostAsync("updates", update.Definition(), HttpStatusCode.Accepted);
        var first = update.Result(0, Depcheck, "PASSED");
        await PostAsync("results", first, HttpStatusCode.Accepted);
        var conflict = Named(update.Result(0, Depcheck, "FAILED"), first.MessageId);
        var ofItsTime = Named(conflict, $"{Guid.NewGuid():D}");
        await client.PublishAndHearAsync(conflict with { MessageId = $"conflict-{Guid.NewGuid():N}" }, m =>
            m.Type == "rejected.result" && m.Text.Contains(update.Builds[0], StringComparison.Ordinal));

        var (before, equal, newer) = (
            await RefusedAsync(update),
            await RefusedAsync(update, ofItsTime),
            await RefusedAsync(update, update.Result(0, Depcheck, "PASSED")));

        Assert.That((before, equal, newer), Is.EqualTo(((1, 1), (1, 1), (0, 0))));
    }

    [Test]
    public async Task What_the_first_edition_recorded_under_a_text_is_a_repeat_and_no_obstacle_to_others()
    {
        var update = TestUpdate.New();
        var text = $"first-{update.Builds[0]}";
        var recorded = update.Result(0, Depcheck, "FAILED");
        var first = await PostAsync("results", recorded, HttpStatusCode.Accepted);
        // As that edition had it: named by the text alone.
        var former = Ids.FromText(text).Id;
        await database.RunAsync($$"""
            update gatehouse.mt_events set id = '{{Ids.Event(Kinds.Result, former)}}',
                data = data || '{ "id": "{{former}}", "source_id": "{{text}}" }'
            where id = '{{Ids.Event(Kinds.Result, Guid.Parse(recorded.MessageId!))}}'
            """);
        var again = Named(recorded, text);
        Outgoing But(string text, string other) =>
            again with { Body = Encoding.UTF8.GetBytes(Text(again).Replace(text, other, StringComparison.Ordinal)) };
        var (elsewhere, other) = (But("x86_64", "i386"), But("FAILED", "PASSED"));

        var (repeat, cell, content) = (
            await PostAsync("results", again, HttpStatusCode.Accepted),
            await PostAsync("results", elsewhere, HttpStatusCode.Accepted),
            await PostAsync("results", other, HttpStatusCode.Accepted));
        JsonObject[] repeats =
        [
            await PostAsync("results", again, HttpStatusCode.Accepted),
            await PostAsync("results", elsewhere, HttpStatusCode.Accepted),
        ];

        Must.BeEqual(repeat, new JsonObject
        {
            ["id"] = former.ToString(), ["source_id"] = text,
            ["sequence"] = first["sequence"]!.DeepClone(), ["repeated"] = true,
        });
        Assert.That(((bool)cell["repeated"]!, (bool)content["repeated"]!), Is.EqualTo((false, false)));
        Assert.That(new[] { former.ToString(), (string)cell["id"]!, (string)content["id"]! }, Is.Unique);
        Assert.That(repeats.Select(r => ((bool)r["repeated"]!, (long)r["sequence"]!)),
            Is.EqualTo(new[] { (true, (long)first["sequence"]!), (true, (long)cell["sequence"]!) }));
    }

    private string User => new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0];

    private static Outgoing Named(Outgoing result, string? id)
    {
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["id"] = id;
        return result with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()), MessageId = null };
    }

    // How many conflicts are counted at the gate, and how many listed, once this is recorded.
    private async Task<(int Counted, int Listed)> RefusedAsync(TestUpdate update, Outgoing? result = null)
    {
        var after = result is null ? null : $"?after={(await PostAsync("results", result, HttpStatusCode.Accepted))["sequence"]}";
        await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}{after}");
        var gate = await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}/gates/{update.Context}");
        return ((int)gate["conflicts"]!, gate["refused"]!.AsArray().Count(r => (bool)r!["conflict"]!));
    }

    private static string Text(Outgoing message) => Encoding.UTF8.GetString(message.Body.Span);

    private async Task<JsonObject> PostAsync(string what, Outgoing message, HttpStatusCode status)
    {
        var answer = await suite.Http.PostAsync($"/api/v1/{what}", Text(message));
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        return answer.Json;
    }
}
