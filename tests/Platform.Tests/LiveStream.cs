using System.Net;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What is said on the bus, as server-sent events.</summary>
internal sealed class LiveStream
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private ForeignClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());

    [Test]
    public async Task It_says_what_the_bus_says_to_the_letter_with_the_place_in_the_log()
    {
        var update = TestUpdate.New("one-check");
        await using var stream = await OpenAsync($"update={update.Alias}");
        // A result that is recorded before its update belongs to none yet.
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias && m.Type == "gate.opened");
        var result = update.Result(0, Depcheck, "PASSED");
        await client.PublishAndHearAsync(result, m => m.Alias == update.Alias && m.Type == "gate.complete");
        // The verdict and the announcement come from two services, in any order.
        await client.Subscriber.UntilAsync(m => m.Announces(result.MessageId!), "the announcement");
        await stream.UntilAsync(s => s.Type == "gate.complete", "the verdict");

        var said = client.Subscriber.All.Where(m => m.Alias == update.Alias || (m.IsResult && m.Text.Contains(update.Builds[0], StringComparison.Ordinal)))
            .OrderBy(m => (long)m.Body["sequence"]!).ToList();

        Assert.That(said.Select(m => m.Type), Is.EquivalentTo(["gate.opened", "result", "gate.complete"]));
        Assert.That(stream.All.Select(s => (s.Type, s.Id, s.Text)), Is.EqualTo(said.Select(m => (m.Type, (long?)m.Body["sequence"], m.Text))));
    }

    [Test]
    public async Task Each_filter_lets_through_what_names_one_of_its_values()
    {
        var (one, other) = (TestUpdate.New("one-check"), TestUpdate.New("hasty-1"));
        var from = await PlaceAsync();
        await client.Publisher.PublishAsync(one.Definition(), other.Definition());
        foreach (var update in new[] { one, other })
        {
            await client.Subscriber.UntilAsync(m => m.Alias == update.Alias, "it is opened");
            await client.RecordAsync(update.Result(0, Depcheck, "FAILED"), update.Result(0, TestUpdate.Rpmlint, "PASSED"));
        }

        await client.Publisher.PublishAsync(Outgoing.Of("gatehouse.results", "result.bad", """{"outcome": "MAYBE"}"""));
        await client.Subscriber.UntilAsync(m => m.Type == "rejected.result", "the rejection");
        await client.FallSilentAsync();
        // Gating says what it decided when the views, which the stream follows, may not have come there yet.
        await suite.Http.ReadAsync($"/api/v1/updates/{one.Alias}?after={client.Subscriber.All.Max(m => (long?)m.Body["sequence"] ?? 0)}");

        Assert.Multiple(async () =>
        {
            Assert.That(await TypesAsync(from, $"update={one.Alias}&types=result"), Is.EqualTo(["result", "result"]));
            Assert.That(await TypesAsync(from, $"update={one.Alias}&update={other.Alias}&types=result"), Has.Count.EqualTo(4));
            Assert.That(await TypesAsync(from, $"package={Package(one)}"), Is.EqualTo(await TypesAsync(from, $"update={one.Alias}")));
            Assert.That(await TypesAsync(from, $"package={Package(one)}&testcase=dist.depcheck&types=result"), Is.EqualTo(["result"]));
            Assert.That(await TypesAsync(from, $"update={one.Alias}&testcase=dist.depcheck"), Does.Contain("result").And.Contain("gate.first_failure"));
            Assert.That(await TypesAsync(from, $"update={one.Alias}&testcase=dist.other"), Is.Empty);
            Assert.That(await TypesAsync(from, $"update={one.Alias}&context=push_stable&product=one-check"), Has.Count.EqualTo((await TypesAsync(from, $"update={one.Alias}")).Count));
            Assert.That(await TypesAsync(from, $"update={one.Alias}&context=push_testing"), Is.Empty);
            Assert.That(await TypesAsync(from, $"update={one.Alias}&product=hasty-1"), Is.Empty);
            Assert.That(await TypesAsync(from, "types=rejected.result"), Is.Not.Empty.And.All.EqualTo("rejected.result"));
        });
    }

    [Test]
    public async Task One_that_comes_back_with_the_last_id_misses_nothing_and_hears_nothing_twice()
    {
        var update = TestUpdate.New("one-check", builds: 3);
        var from = await PlaceAsync();
        await using var always = await OpenAsync($"package={Package(update)}", from);
        await client.RecordAsync(update.Results([Depcheck, TestUpdate.Rpmlint], (_, _) => "PASSED"));
        var last = await always.UntilAsync(_ => true, "the first result");

        await using var header = await OpenAsync($"package={Package(update)}", last.Id);
        await using var parameter = await OpenAsync($"package={Package(update)}&last_event_id={last.Id}");
        var fresh = update.Result(0, Depcheck, "FAILED");
        await client.RecordAsync(fresh);

        foreach (var stream in new[] { always, header, parameter })
        {
            await stream.UntilAsync(s => s.Text.Contains(fresh.MessageId!, StringComparison.Ordinal), "the last result");
        }

        Assert.That(header.All, Is.EqualTo(always.All.Skip(1)));
        Assert.That(parameter.All, Is.EqualTo(always.All.Skip(1)));
    }

    [Test]
    public async Task The_overview_is_pushed_to_those_who_ask_for_it_when_it_changes()
    {
        var update = TestUpdate.New("one-check");
        await using var stream = await OpenAsync("types=overview");
        var before = (await stream.UntilAsync(_ => true, "the first figures")).Body;
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
        await client.FallSilentAsync();

        await stream.UntilAsync(s => (long)s.Body["verdicts_today"]!["passed"]! >= (long)before["verdicts_today"]!["passed"]! + 2, "both verdicts to be counted");
        Assert.That(stream.All.Select(s => s.Type), Is.All.EqualTo("overview"));
        Assert.That(stream.All.Zip(stream.All.Skip(1)), Has.None.Matches<(Seen First, Seen Second)>(pair => pair.First.Text == pair.Second.Text));
        var overview = await suite.Http.ReadAsync("/api/v1/overview");
        Assert.That(overview.Select(f => f.Key), Is.EqualTo(["waiting", "overdue", "day", "verdicts_today", "results_per_minute", "fold_lag", "rejected"]));
        Assert.That((long)overview["results_per_minute"]!, Is.Positive);
    }

    [TestCase("types=gate", "types")]
    [TestCase("colour=blue", "colour")]
    [TestCase("last_event_id=-1", "last_event_id")]
    [TestCase("last_event_id=99999999999", "last_event_id")]
    [TestCase("last_event_id=1&last_event_id=2", "last_event_id")]
    [TestCase("product=%00", "product")]
    [TestCase("types=nothing&colour=blue", "types", "colour")]
    public async Task What_is_malformed_is_refused_with_every_reason(string query, params string[] fields)
    {
        var answer = await suite.Http.AskAsync($"/api/v1/stream?{query}");

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((HttpStatusCode.BadRequest, "application/problem+json")));
        Assert.That(answer.Complaints.Distinct(), Is.EquivalentTo(fields));
    }

    [TestCase("yesterday")]
    [TestCase("99999999999")]
    public async Task An_id_that_is_none_is_refused_in_the_header_too(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        request.Headers.Add("Last-Event-ID", id);
        using var answer = await suite.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Last-Event-ID"));
    }

    private Task<EventSource> OpenAsync(string query, long? from = null) => EventSource.OpenAsync($"{suite.Endpoints.Http}/api/v1/stream?{query}", from);

    /// <summary>What a filter lets through of all that was said since a place, up to a result that it lets through as well.</summary>
    private async Task<List<string>> TypesAsync(long from, string query)
    {
        // The stream says its place when it has said all that was before it.
        await using var stream = await OpenAsync(query, from);
        return [.. stream.All.Select(s => s.Type)];
    }

    private async Task<long> PlaceAsync()
    {
        var result = TestUpdate.New().Result(0, Depcheck, "PASSED");
        var announced = await client.PublishAndHearAsync(result, m => m.Announces(result.MessageId!));
        return (long)announced.Body["sequence"]!;
    }

    private static string Package(TestUpdate update) => string.Join('&', update.Builds.Select(b => b.Split("-1.")[0]).Select((p, i) => i == 0 ? p : $"package={p}"));
}
