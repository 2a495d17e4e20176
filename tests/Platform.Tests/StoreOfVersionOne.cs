using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Whoever upgrades from version 1.0 keeps everything: the store is taken as it lies there.</summary>
internal sealed class StoreOfVersionOne
{
    private const string Waiting = "WAIT-ERRORED";
    private readonly EarlierStore earlier = new("1.0");
    private readonly Dictionary<string, Answer> answers = [];
    private IReadOnlyList<string> heard = [];
    private long end;
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;
    private TestUpdate silence = null!;

    [OneTimeSetUp]
    public async Task StartOnItAsync()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        await earlier.RestoreAsync(store);
        database = new Database(store.Postgres);
        end = await database.CountAsync("select max(seq_id) from gatehouse.mt_events");
        await using var listener = await Listener.StartAsync(store.RabbitMq);
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = earlier.Policies,
            Store = store,
            Environment = new Dictionary<string, string> { ["Gatehouse__PublicUrl"] = EarlierStore.PublicUrl },
        });
        foreach (var path in earlier.Answers.Keys)
        {
            answers[path] = await suite.Http.AskAsync(path);
        }

        // Whatever follows from what is in the log has been said before this.
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        silence = TestUpdate.New("silence");
        await client.PublishAndHearAsync(
            silence.Definition(), m => m.Alias == silence.Alias && m.Type == "gate.complete");
        await client.RecordAsync(silence.Result(0, TestUpdate.Rpmlint, "PASSED"));
        heard = [.. (await listener.UntilAsync(
            all => all.Any(IsComplete) && all.Any(m => m.Properties.Type == "result"), "the same is heard")).Select(m => m.Body)];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await client.DisposeAsync();
        await suite.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public void A_store_of_version_1_0_is_answered_from_as_version_1_0_did()
    {
        Assert.That(earlier.Answers, Has.Count.GreaterThan(100));
        Assert.Multiple(() =>
        {
            foreach (var (path, expected) in earlier.Answers)
            {
                Assert.That(Canonical(JsonNode.Parse(answers[path].Text)), Is.EqualTo(Canonical(expected)), path);
            }
        });
    }

    [Test]
    public void Of_a_store_of_version_1_0_nothing_is_said_again()
    {
        // The update that ends the silence: opened, complete, and its result.
        Assert.That(heard, Has.Count.EqualTo(3));
        Assert.That(heard, Has.All.Contains(silence.Builds[0]).Or.Contains(silence.Alias));
    }

    [Test]
    public async Task What_version_1_0_said_the_live_stream_still_says_to_the_letter()
    {
        await using var stream = await EventSource.OpenAsync($"{suite.Endpoints.Http}/api/v1/stream", from: 0);

        var said = stream.All.Where(s => s.Id <= end).Select(s => (s.Type, s.Text));

        Assert.That(said, Is.EquivalentTo(earlier.Messages.Select(m => (m.Type, m.Text))));
    }

    [Test]
    public async Task A_store_of_version_1_0_makes_the_same_views_and_gates_again()
    {
        await database.CaughtUpAsync();

        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }

    [Test]
    public async Task A_gate_that_version_1_0_has_opened_goes_on_and_completes()
    {
        var said = earlier.Messages.Where(m => m.Alias == Waiting).Select(m => m.Type);
        Assert.That(said, Is.EqualTo(new[] { "gate.opened" }));
        var nvr = $"{Waiting.ToLowerInvariant()}-a-1.0-1.fc44";

        await client.RecordAsync(
            TestUpdate.Result(nvr, TestUpdate.Depcheck("x86_64"), "PASSED"),
            TestUpdate.Result(nvr, new Check("dist.installability", "x86_64"), "PASSED"));
        var complete = await client.Subscriber.UntilAsync(m => m.Alias == Waiting, $"{Waiting} goes on");

        Assert.That(complete.RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"), complete.Text);
        Assert.That((int)complete.Body["revision"]!, Is.EqualTo(1));
        Assert.That((string)complete.Body["reason"]!, Is.EqualTo("all_received"));
        Assert.That((long)complete.Body["sequence"]!, Is.GreaterThan(end));
    }

    private bool IsComplete(Gatehouse.Testing.Heard m) =>
        m.Properties.Type == "gate.complete" && m.Body.Contains(silence.Alias, StringComparison.Ordinal);

    // As text, so that a difference is shown where it is; the order of keys says nothing.
    private static string Canonical(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
