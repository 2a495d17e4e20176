using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Gatehouse.Testing;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Platform.Tests;

/// <summary>What the views make of facts of the second edition, whatever door they came in by: here they are put into the log.</summary>
internal sealed class ViewsOfFacts
{
    private const string Depcheck = "dist.depcheck";
    private static int made;

    private Suite suite = null!;
    private WebApplication app = null!;
    private Database database = null!;

    // A platform of its own: what is put in force would be in the way of others.
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        suite = await Suite.StartAsync(new SuiteOptions { Policies = TestPolicies.All, Store = store });
        database = new Database(suite.Endpoints.Postgres);
        var builder = WebApplication.CreateBuilder();
        builder.Environment.ApplicationName = "facts";
        builder.WebHost.UseSetting(WebHostDefaults.PreventHostingStartupKey, "true").UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Gatehouse:Postgres"] = store.Postgres, ["Gatehouse:RabbitMq"] = store.RabbitMq });
        builder.AddGatehouseStore();
        app = builder.Build();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
        await suite.DisposeAsync();
    }

    [Test]
    public async Task A_result_of_several_items_and_arches_is_found_by_each_and_listed_once()
    {
        var (one, other) = (NewBuild(), NewBuild());
        var result = Result(Subject.OfBuild(one), "PASSED") with { FurtherItems = [other], FurtherArches = ["aarch64"], SentType = "brew-build" };
        var again = Result(Subject.OfBuild(other), "PASSED") with { Arch = "aarch64" };
        var after = await RecordAsync(result, again);

        foreach (var filter in new[] { $"subject={one}", $"subject={other}&arch=x86_64", $"subject={one}&subject={other}&arch=aarch64&testcase={Depcheck}&since={TestUpdate.Stamp(result.SubmitTime)}" })
        {
            var found = await ItemsAsync($"/api/v1/results?{filter}&after={after}");
            Assert.That(found.Count(r => (Guid)r["id"]! == result.Id), Is.EqualTo(1), filter);
        }

        var cells = (await suite.Http.ReadAsync($"/api/v1/builds/{other}?after={after}"))["cells"]!.AsArray();
        Assert.That(cells.Select(c => ((string)c!["arch"]!, (long)c["times_seen"]!)), Is.EqualTo(new[] { ("aarch64", 2L), ("x86_64", 1L) }));
        var shown = await suite.Http.ReadAsync($"/api/v1/results/{result.Id}");
        Must.BeEqual(new JsonArray(shown["subject"]!["type"]!.DeepClone(), shown["further_items"]!.DeepClone(), shown["further_arches"]!.DeepClone(), shown["times_seen"]!.DeepClone()),
            new JsonArray("brew-build", new JsonArray(other), new JsonArray("aarch64"), 1));
        var paged = await suite.Http.ReadAsync($"/api/v1/results?subject={one}&subject={other}&limit=1");
        Assert.That((Guid)(await ItemsAsync($"/api/v1/results?subject={one}&subject={other}&limit=1&cursor={paged["next"]}")).Single()["id"]!, Is.EqualTo(result.Id));
    }

    [Test]
    public async Task A_publishers_own_text_names_one_result_or_a_list_to_choose_from()
    {
        var (text, build) = ($"taskotron/{Guid.NewGuid():N}", NewBuild());
        var first = Result(Subject.OfBuild(build), "PASSED") with { SourceId = text };
        var after = await RecordAsync(first);
        var path = $"/api/v1/results/{Uri.EscapeDataString(text)}";

        Assert.That((Guid)(await suite.Http.ReadAsync($"{path}?after={after}"))["id"]!, Is.EqualTo(first.Id));
        after = await RecordAsync(first with { Id = Guid.NewGuid(), Arch = "i386" });
        var choices = await suite.Http.AskAsync($"{path}?after={after}");
        var page = await suite.Http.AskAsync($"{path}?limit=1");

        Assert.That((choices.Status, page.Status), Is.EqualTo((HttpStatusCode.MultipleChoices, HttpStatusCode.MultipleChoices)));
        Assert.That((choices.Json["items"]!.AsArray().Count, page.Json["items"]!.AsArray().Count), Is.EqualTo((2, 1)));
        Assert.That((await suite.Http.AskAsync($"{path}?limit=1&cursor={page.Json["next"]}")).Json["items"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await suite.Http.AskAsync($"{path}x")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_time_ahead_of_arrival_counts_as_arrival_and_is_shown_as_it_was_sent()
    {
        var build = NewBuild();
        var ahead = Result(Subject.OfBuild(build), "PASSED") with { SubmitTime = TimeConverter.Truncate(TimeProvider.System.GetUtcNow().AddMinutes(9)) };
        await RecordAsync(ahead);
        var failed = Result(Subject.OfBuild(build), "FAILED");
        var after = await RecordAsync(failed);

        var listed = await ItemsAsync($"/api/v1/results?subject={build}&after={after}");
        var cell = (await suite.Http.ReadAsync($"/api/v1/builds/{build}"))["cells"]!.AsArray().Single()!;
        var history = await suite.Http.ReadAsync($"/api/v1/history?subject={build}");

        Assert.That(listed.Select(r => (string)r["outcome"]!), Is.EqualTo(new[] { "FAILED", "PASSED" }));
        Assert.That((string)listed[1]["submit_time"]!, Is.EqualTo(TestUpdate.Stamp(ahead.SubmitTime)));
        Assert.That(((string)cell["outcome"]!, (string)history["last_run"]!["outcome"]!), Is.EqualTo(("FAILED", "FAILED")));
        Assert.That((bool)listed[0]["newest"]!);
    }

    [Test]
    public async Task Words_of_the_set_in_force_are_filters_and_draw_outcomes_as_their_kinds()
    {
        var update = NewUpdate();
        var after = await RecordAsync(update);
        var refused = await suite.Http.AskAsync("/api/v1/results?outcome=CRASHED");
        var set = System.Text.Json.JsonSerializer.Deserialize<PolicySetInForce>(
            (await database.TextAsync("select data::text from gatehouse.mt_events where stream_id = 'policies' order by version desc limit 1"))!, Json.Stored)!;
        await AppendAsync(Streams.Policies, set with
        {
            Hash = "sha256:words", Vocabulary = Vocabulary.Default with { Added = new Dictionary<string, OutcomeKind> { ["CRASHED"] = OutcomeKind.Fail } },
        });
        var crashed = Result(Subject.OfBuild(update.Builds![0]), "CRASHED");
        after = await RecordAsync(crashed);

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ItemsAsync($"/api/v1/results?outcome=crashed&subject_type=brew-build&after={after}")).Select(r => (Guid)r["id"]!), Does.Contain(crashed.Id));
        await Eventually.TrueAsync(async () => (await suite.Http.AskAsync($"{Gate(update)}/timeline")).Status == HttpStatusCode.OK, "gating has come there");
        Assert.That(await PageAsync($"{Gate(update)["/api/v1".Length..]}/timeline"), Does.Match("(?s)<li class=\"failed\">.{0,400}dist.depcheck CRASHED"));
        Assert.That(await PageAsync($"/builds/{update.Builds[0]}"), Does.Match("badge failed.{0,200}CRASHED"));
    }

    [Test]
    public async Task What_is_refused_is_shown_at_the_gate_that_asks_for_it_until_a_newer_result_is_recorded()
    {
        var update = NewUpdate();
        var build = Subject.OfBuild(update.Builds![0]);
        await RecordAsync(update, Result(build, "PASSED"));
        var (invalid, conflict) = (Rejected(build, conflict: false), Rejected(build, conflict: true));
        var elsewhere = Rejected(build, conflict: true, arch: "s390x");
        var after = await RecordAsync(invalid, conflict, elsewhere, Rejected(Subject.OfBuild(NewBuild()), conflict: false));

        var then = TimeProvider.System.GetUtcNow();
        var refused = (await suite.Http.ReadAsync($"{Gate(update)}?after={after}"))["refused"]!.AsArray();
        Must.BeEqual(refused[^1], new JsonObject
        {
            ["id"] = invalid.Id.ToString(), ["subject"] = new JsonObject { ["type"] = build.Type, ["id"] = build.Id }, ["testcase"] = Depcheck, ["outcome"] = "FAILED",
            ["reasons"] = new JsonArray(new JsonObject { ["field"] = "submit_time", ["message"] = "too far ahead" }), ["received_at"] = TestUpdate.Stamp(invalid.ReceivedAt),
            ["conflict"] = false,
        });
        Assert.That(refused.Select(r => (Guid)r!["id"]!), Is.EquivalentTo(new[] { invalid.Id, conflict.Id }), "nobody asks for s390x");
        Assert.That(await PageAsync($"/updates/{update.Alias}"), Does.Contain("Refused, and counted nowhere").And.Contain($"/rejections/{invalid.Id}"));

        after = await RecordAsync(new RejectionSettled { Id = conflict.Id, Kind = Kinds.Result, State = RejectionState.Discarded });
        Assert.That((await suite.Http.ReadAsync($"{Gate(update)}?after={after}"))["refused"]!.AsArray().Select(r => (Guid)r!["id"]!), Is.EqualTo(new[] { invalid.Id }));
        after = await RecordAsync(Result(build, "PASSED"));
        Assert.That((await suite.Http.ReadAsync($"{Gate(update)}?after={after}"))["refused"]!.AsArray(), Is.Empty);
        Assert.That((await suite.Http.ReadAsync($"{Gate(update)}?at={TestUpdate.Stamp(then)}"))["refused"]!.AsArray(), Has.Count.EqualTo(2), "as of then");
        var rejection = await suite.Http.ReadAsync($"/api/v1/rejections/{conflict.Id}");
        Assert.That(((bool)rejection["conflict"]!, (string)rejection["about"]!["testcase"]!), Is.EqualTo((true, Depcheck)));
    }

    [Test]
    public async Task The_timeline_tells_what_was_taken_up_vouched_for_let_go_over_and_refused()
    {
        var update = NewUpdate();
        var build = Subject.OfBuild(update.Builds![0]);
        var older = update with { Title = "older", Time = update.Time.AddMinutes(-1) };
        var (mine, others) = (Waiver(build, update) with { UserId = "kparal" }, Waiver(build, update) with { DecisionContext = "push_testing" });
        var unvouched = Waiver(build, update);
        var released = new GateReleased(update.Alias, "push_stable", update.Time, true, "mjw");
        await RecordAsync(update, older, Result(build, "FAILED"));
        await Eventually.TrueAsync(async () => (await suite.Http.AskAsync(Gate(update))).Status == HttpStatusCode.OK, "the gate is open");
        var after = await RecordAsync(
            mine, others, unvouched, new WaiverExpired(mine.Id, build, Depcheck), new WaiverExpired(others.Id, build, Depcheck), Rejected(build, conflict: false), released);

        var items = await ItemsAsync($"{Gate(update)}/timeline?limit=500&after={after}");
        JsonObject[] Of(string type) => [.. items.Where(i => (string)i["type"]! == type)];

        Assert.That(Of("update_recorded").Select(i => (bool)i["taken_up"]!), Is.EqualTo(new[] { true, false }));
        Assert.That(Of("waiver_recorded").Select(i => ((Guid)i["id"]!, (string?)i["user_id"], (bool)i["vouched"]!)),
            Is.EqualTo(new[] { (mine.Id, (string?)"kparal", true), (unvouched.Id, null, false) }), "a waiver for another gate has no say");
        Assert.That(Of("waiver_expired").Select(i => (Guid)i["id"]!), Is.EqualTo(new[] { mine.Id }));
        Assert.That(Of("message_rejected").Select(i => (string)i["about"]!["testcase"]!), Is.EqualTo(new[] { Depcheck }));
        Assert.That(Of("gate_released").Select(i => ((string?)i["user_id"], (bool)i["vouched"]!, (bool)i["released"]!)), Is.EqualTo(new[] { ((string?)"mjw", true, true) }));
        Assert.That(Of("policy_set_in_force"), Is.Not.Empty.And.All.Matches<JsonObject>(i => i!["released"]!.GetValue<bool>() is false && i.ContainsKey("user_id") && !i.ContainsKey("vouched")));
        Assert.That(await PageAsync($"{Gate(update)["/api/v1".Length..]}/timeline"), Does.Contain("nobody vouched for who did it").And.Contain("An older definition was not taken up"));
    }

    [Test]
    public async Task What_else_an_update_holds_stands_beside_its_builds()
    {
        var compose = new Subject("compose", $"Fedora-44-{Guid.NewGuid():N}");
        var update = NewUpdate() with { Subjects = [compose] };
        await RecordAsync(update);
        var result = Result(compose, "PASSED");
        var after = await RecordAsync(result);

        var shown = await suite.Http.ReadAsync($"/api/v1/updates/{update.Alias}?after={after}");
        var listed = (await ItemsAsync("/api/v1/updates?limit=500")).Single(u => (string)u["alias"]! == update.Alias);
        var subject = await suite.Http.ReadAsync($"/api/v1/subjects/productmd-compose/{compose.Id}");

        Assert.That(((int)shown["build_count"]!, (int)shown["subject_count"]!, (int)listed["subject_count"]!), Is.EqualTo((1, 1, 1)));
        Assert.That(shown["subjects"]!.AsArray().Select(s => ((string)s!["type"]!, (string)s["id"]!, (int)s["outcomes"]!["PASSED"]!)), Is.EqualTo(new[] { (compose.Type, compose.Id, 1) }));
        Assert.That(subject["updates"]!.AsArray().Select(u => (string)u!["alias"]!), Is.EqualTo(new[] { update.Alias }));
        Assert.That((await suite.Http.ReadAsync($"/api/v1/results/{result.Id}"))["updates"]!.AsArray().Select(u => (string)u!), Is.EqualTo(new[] { update.Alias }));
        Assert.That(await PageAsync($"/updates/{update.Alias}"), Does.Contain("1 build, 1 other subject"));
    }

    [Test]
    public async Task What_is_announced_of_an_update_itself_is_within_what_counts_for_its_present_definition()
    {
        var update = NewUpdate();
        var itself = Subject.OfUpdate(update.Alias);
        var (before, repeated) = (Result(itself, "PASSED") with { SubmitTime = update.Time.AddSeconds(-30) }, Result(itself, "PASSED") with { SubmitTime = update.Time.AddSeconds(-20) });
        await RecordAsync(before, update, repeated);
        await RecordAsync(update with { Builds = [NewBuild()], Time = update.Time.AddSeconds(1) });
        var anew = Result(itself, "PASSED") with { SubmitTime = update.Time.AddSeconds(2) };
        var after = await RecordAsync(anew);

        var (second, third) = (await suite.Http.ReadAsync($"/api/v1/results/{repeated.Id}?after={after}"), await suite.Http.ReadAsync($"/api/v1/results/{anew.Id}"));

        Assert.That(((bool)second["duplicate"]!, (long)second["times_seen"]!), Is.EqualTo((true, 2L)));
        Assert.That(((bool)third["duplicate"]!, (string?)third["previous_outcome"], (long)third["times_seen"]!), Is.EqualTo((false, (string?)null, 1L)));
    }

    [Test]
    public async Task Facts_of_the_second_edition_are_rebuilt_to_the_same_rows()
    {
        var update = NewUpdate() with { Subjects = [new Subject("compose", $"Fedora-44-{Guid.NewGuid():N}")], BuildsSince = TimeProvider.System.GetUtcNow() };
        var build = Subject.OfBuild(update.Builds![0]);
        await RecordAsync(
            update, Result(build, "QUEUED") with { FurtherItems = [NewBuild()], FurtherArches = ["i386"], Variant = "Server", SourceId = "77" },
            Result(build, "PASSED") with { SubmitTime = TimeProvider.System.GetUtcNow().AddMinutes(5) }, Result(update.Subjects[0], "PASSED"),
            Result(Subject.OfUpdate(update.Alias), "PASSED"), Result(Subject.OfUpdate(update.Alias), "FAILED"), update with { Builds = [NewBuild()] },
            Result(Subject.OfUpdate(update.Alias), "PASSED"), Rejected(build, conflict: true), Rejected(build, conflict: false), Waiver(build, update),
            new WaiverExpired(Guid.NewGuid(), build, Depcheck), new GateReleased(update.Alias, "push_stable", update.Time, true, null));
        await Eventually.TrueAsync(
            async () => await database.CountAsync(
                "select count(*) from gatehouse.fold_checkpoint where name = 'views' and position >= (select max(seq_id) from gatehouse.mt_events)") == 1,
            "the views have caught up");

        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);

        foreach (var table in new[] { "evidence", "refused", "vocabulary", "release", "update_subject", "definition" })
        {
            Assert.That(run.Output, Does.Match(@$"views\.{table}: [1-9]\d* rows are the same"));
        }

        Assert.That(run.Output, Does.Not.Match(@"views\.\w+: .* [1-9]\d* differ"));
    }

    private static string NewBuild() => $"views-{Interlocked.Increment(ref made)}-1-1.fc44";

    private static UpdateRecorded NewUpdate() => new()
    {
        Alias = $"VIEWS-{Interlocked.Increment(ref made)}", ProductVersion = "one-check", DecisionContexts = ["push_stable"], Builds = [NewBuild()], State = UpdateState.Open,
        Time = TimeConverter.Truncate(TimeProvider.System.GetUtcNow().AddSeconds(-10)),
    };

    private static ResultRecorded Result(Subject subject, string outcome) => new()
    {
        Id = Guid.NewGuid(), Subject = subject, Testcase = Depcheck, Arch = "x86_64", Outcome = outcome, SubmitTime = TimeConverter.Truncate(TimeProvider.System.GetUtcNow()),
    };

    private static WaiverRecorded Waiver(Subject subject, UpdateRecorded update) => new()
    {
        Id = Guid.NewGuid(), Subject = subject, Testcase = Depcheck, Waived = true, Comment = "known", Username = "kparal", DecisionContext = "push_stable", Update = update.Alias,
        Time = TimeConverter.Truncate(TimeProvider.System.GetUtcNow()),
    };

    private static MessageRejected Rejected(Subject subject, bool conflict, string arch = "x86_64") => new()
    {
        Id = Guid.NewGuid(), Kind = Kinds.Result, Reasons = [new Reason("submit_time", "too far ahead")], ReceivedAt = TimeConverter.Truncate(TimeProvider.System.GetUtcNow()),
        Exchange = "gatehouse.results", RoutingKey = "result", Size = 2, Truncated = false, Conflict = conflict,
        About = new RejectedResult([subject], Depcheck, null, [arch], null, "FAILED", TimeConverter.Truncate(TimeProvider.System.GetUtcNow())),
    };

    private static string Gate(UpdateRecorded update) => $"/api/v1/updates/{update.Alias}/gates/push_stable";

    private async Task<List<JsonObject>> ItemsAsync(string path) => [.. (await suite.Http.ReadAsync(path))["items"]!.AsArray().Select(i => i!.AsObject())];

    private async Task<string> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await suite.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return text;
    }

    /// <summary>Facts in one batch, in their order; answers the place of the last.</summary>
    private Task<long> RecordAsync(params IReadOnlyList<object> facts) => AppendAsync(Streams.Ingest(Guid.CreateVersion7()), facts);

    private async Task<long> AppendAsync(string stream, params IReadOnlyList<object> facts)
    {
        await using var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        IEvent[] events = [.. facts.Select(fact =>
        {
            var e = session.Events.BuildEvent(fact);
            e.Id = fact is ResultRecorded result ? result.EventId() : fact is WaiverRecorded waiver ? waiver.EventId() : e.Id;
            return e;
        })];
        session.Events.Append(stream, events);
        await session.SaveChangesAsync();
        return events[^1].Sequence;
    }
}
