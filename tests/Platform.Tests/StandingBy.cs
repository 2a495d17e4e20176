using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Two replicas of results-ingest: one works, in large batches; the other takes what that cannot hold, and all when it hangs.</summary>
internal sealed class StandingBy
{
    private const int Prefetch = 50;
    private const int Beyond = 7;

    private Suite suite = null!;
    private Publisher publisher = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = await (await Servers.SharedAsync()).NewStoreAsync(),
            Replicas = 2,
            Only = [GatehouseService.Ingest],
            Environment = new Dictionary<string, string> { ["Gatehouse__Receive__Prefetch"] = $"{Prefetch}", ["Gatehouse__Receive__BatchLimit"] = $"{Prefetch}" },
        });
        publisher = new(suite.Endpoints.Amqp);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await suite.DisposeAsync();

    [Test]
    public async Task One_replica_takes_what_comes_and_the_other_what_that_cannot_hold_and_all_when_it_hangs()
    {
        // What one cannot hold goes to both; from then on they are warm, and what comes one by one finds room at the one that is served first.
        await RecordAsync(3 * Prefetch);
        var warm = await RecordedAsync();
        for (var single = 0; single < 5; single++)
        {
            warm = await RecordedAsync();
            await RecordAsync(1);
        }

        var before = await RecordedAsync();
        var favoured = before[0] > warm[0] ? 0 : 1;
        await RecordAsync(Prefetch - 1);
        Assert.That(await RecordedAsync(favoured), Is.EqualTo(before[favoured] + Prefetch - 1), "one takes all that it can hold, where each would have half by turns");

        // Until it has room again, and the acknowledgement of this one alone is under way when it freezes.
        before = await RecordedAsync();
        var taken = before[favoured];
        await Eventually.TrueAsync(async () =>
        {
            await RecordAsync(1);
            before = await RecordedAsync();
            return before[favoured] > taken;
        }, "the first one has room again");

        var name = suite.Services[favoured].Name;
        suite.Signal(name, Signal.Stop);
        try
        {
            await publisher.PublishAsync([.. Results(Prefetch + Beyond)]);
            var first = await UntilMoreAsync(1 - favoured, before[1 - favoured]);
            Assert.That(first, Is.LessThanOrEqualTo(Beyond + 1), "the frozen one holds a prefetch of its own size, no more and no less");
            await Eventually.TrueAsync(async () => await RecordedAsync(1 - favoured) == before[1 - favoured] + Prefetch + Beyond, "the other gets what the frozen one held");
        }
        finally
        {
            suite.Signal(name, Signal.Continue);
        }
    }

    private async Task RecordAsync(int count)
    {
        var before = (await RecordedAsync()).Sum();
        await publisher.PublishAsync([.. Results(count)]);
        await Eventually.TrueAsync(async () => (await RecordedAsync()).Sum() == before + count, $"{count} are recorded");
    }

    private static IEnumerable<Outgoing> Results(int count)
    {
        var update = TestUpdate.New("one-check");
        return Enumerable.Range(0, count).Select(_ => update.Result(0, TestUpdate.Depcheck("x86_64"), "PASSED"));
    }

    /// <summary>How many more than before, at the first look that finds any.</summary>
    private async Task<long> UntilMoreAsync(int replica, long before)
    {
        var now = before;
        await Eventually.TrueAsync(async () => (now = await RecordedAsync(replica)) > before, "the other takes what the frozen one cannot hold");
        return now - before;
    }

    private Task<long[]> RecordedAsync() => Task.WhenAll(RecordedAsync(0), RecordedAsync(1));

    private async Task<long> RecordedAsync(int replica)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(suite.Services[replica].BaseUrl + "/metrics"));
        var counter = Regex.Match(metrics, """^gatehouse_ingest_recorded_total\{.*kind="result".*\} (\d+)""", RegexOptions.Multiline);
        return counter.Success ? long.Parse(counter.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }
}
