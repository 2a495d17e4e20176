using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Two replicas of everything: one dies or hangs, the other goes on, and nobody outside can tell but by a short wait.</summary>
internal sealed class TakenOver
{
    // The promise is 5 s from a death to another leader. A message that came just before it waits a little longer, for the work itself.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private TwoOfEach platform = null!;

    [SetUp]
    public async Task ReadyAsync() => platform = await TwoOfEach.ReadyAsync();

    [TestCase("gating")]
    [TestCase("projections")]
    public async Task Another_replica_leads_within_five_seconds_of_a_kill_and_no_result_waits_longer(string service)
    {
        var work = await platform.WorkAsync();
        var (leader, holder) = (await platform.Leaders.OfAsync(service), await platform.Leaders.HolderAsync(service));
        using var flow = new Flow(platform);

        var killed = TimeProvider.System.GetTimestamp();
        await platform.Suite.KillAsync(leader);
        await Eventually.TrueAsync(async () => await platform.Leaders.HolderAsync(service) is { } now && now != holder, "another leads");
        var takenOver = TimeProvider.System.GetElapsedTime(killed);

        var waits = await flow.EndAsync();
        await TestContext.Out.WriteLineAsync($"{leader} killed: another leads after {takenOver.TotalSeconds:0.0} s; of {waits.Count} results the longest wait was {waits.Max().TotalSeconds:0.0} s");
        Assert.That(takenOver, Is.LessThan(Promised));
        Assert.That(waits, Is.All.LessThan(Promised + work));
        platform.MustHavePassed(flow.Updates);
    }

    [Test]
    public async Task What_a_killed_ingest_replica_held_goes_to_the_other()
    {
        var work = await platform.WorkAsync();
        // Frozen first: by its death it surely holds half of what was published.
        platform.Suite.Signal("results-ingest-2", Signal.Stop);
        var updates = Enumerable.Range(0, 20).Select(_ => TestUpdate.New("one-check")).ToList();
        var passing = updates.Select(platform.PassAsync).ToList();
        await Eventually.TrueAsync(() => passing.Any(p => p.IsCompleted), "the other replica records what it got");
        Assert.That(passing.Where(p => !p.IsCompleted), Is.Not.Empty, "what the frozen replica holds");

        var killed = TimeProvider.System.GetTimestamp();
        await platform.Suite.KillAsync("results-ingest-2");
        await Task.WhenAll(passing);

        Assert.That(TimeProvider.System.GetElapsedTime(killed), Is.LessThan(Promised + work));
        platform.MustHavePassed(updates);
    }

    [TestCase("gating")]
    [TestCase("projections")]
    public async Task A_leader_that_was_frozen_past_its_lease_wakes_up_and_does_no_harm(string service)
    {
        var (leader, holder) = (await platform.Leaders.OfAsync(service), await platform.Leaders.HolderAsync(service));
        using var flow = new Flow(platform);
        // In the middle of its work.
        await Eventually.TrueAsync(() => flow.Passed > 0, "verdicts flow");

        platform.Suite.Signal(leader, Signal.Stop);
        try
        {
            await Eventually.TrueAsync(async () => await platform.Leaders.NowAsync(service) is { } now && now != leader, "another leads");
            var before = flow.Passed;
            await Eventually.TrueAsync(() => flow.Passed > before + 5, "verdicts flow again");
        }
        finally
        {
            platform.Suite.Signal(leader, Signal.Continue);
        }

        await flow.EndAsync();
        await Eventually.TrueAsync(async () => await LeadingAsync(leader) == 0, $"{leader} knows that it does not lead any more");
        await platform.Client.FallSilentAsync();
        Assert.That(await platform.Leaders.HolderAsync(service), Is.Not.EqualTo(holder));
        platform.MustHavePassed(flow.Updates);
    }

    private async Task<int> LeadingAsync(string process)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(platform.Suite.Services.Single(s => s.Name == process).BaseUrl + "/metrics"));
        return metrics.Split('\n').Single(line => line.StartsWith("gatehouse_leading", StringComparison.Ordinal)).Split(' ')[1] == "0" ? 0 : 1;
    }

    /// <summary>An update with its result every now and then, while something happens.</summary>
    private sealed class Flow : IDisposable
    {
        private readonly CancellationTokenSource enough = new();
        private readonly TwoOfEach platform;
        private readonly List<TestUpdate> updates = [];
        private readonly Task<List<Task<TimeSpan>>> flowing;
        private int passed;

        public Flow(TwoOfEach platform)
        {
            this.platform = platform;
            flowing = FlowAsync();
        }

        public IReadOnlyList<TestUpdate> Updates => updates;

        public int Passed => Volatile.Read(ref passed);

        /// <summary>Ends it when everything has its verdict, and tells how long each waited.</summary>
        public async Task<IReadOnlyList<TimeSpan>> EndAsync()
        {
            await enough.CancelAsync();
            return await Task.WhenAll(await flowing);
        }

        public void Dispose()
        {
            enough.Cancel();
            enough.Dispose();
        }

        private async Task<List<Task<TimeSpan>>> FlowAsync()
        {
            var passing = new List<Task<TimeSpan>>();
            while (!enough.IsCancellationRequested)
            {
                var update = TestUpdate.New("one-check");
                updates.Add(update);
                passing.Add(PassAsync(update));
                await Task.Delay(Pause, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return passing;
        }

        private async Task<TimeSpan> PassAsync(TestUpdate update)
        {
            var wait = await platform.PassAsync(update);
            Interlocked.Increment(ref passed);
            return wait;
        }
    }
}
