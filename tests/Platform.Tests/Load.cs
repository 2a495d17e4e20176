using System.Collections.Concurrent;

namespace Gatehouse.Platform.Tests;

/// <summary>Updates and all their results, in random order, one batch after the other for as long as it is wanted, with a bounded number of verdicts outstanding.</summary>
internal sealed class Load(ForeignClient client) : IAsyncDisposable
{
    private const int Batch = 10;
    private const int Outstanding = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly IReadOnlyList<Check> Checks = [TestUpdate.Depcheck("x86_64"), TestUpdate.Depcheck("i386"), TestUpdate.Upgradepath, TestUpdate.Rpmlint];
    private readonly CancellationTokenSource enough = new();
    private readonly Random random = new(7);
    private Task feeding = Task.CompletedTask;

    /// <summary>The updates whose facts were all confirmed.</summary>
    public ConcurrentQueue<string> Aliases { get; } = new();

    /// <summary>The ids of all results that were confirmed.</summary>
    public ConcurrentQueue<string> Results { get; } = new();

    public void Start() => feeding = FeedAsync();

    /// <summary>Returns when some more updates have come from definition to verdict: the load flows.</summary>
    public async Task FlowAsync()
    {
        var before = client.Subscriber.All.Count(IsNewComplete());
        var flowing = client.Subscriber.UntilAsync(before + (2 * Batch), IsNewComplete(), "more verdicts", Patience);
        if (await Task.WhenAny(flowing, feeding) == feeding)
        {
            await feeding;
        }

        await flowing;
    }

    /// <summary>Ends it: what was begun is confirmed, and its verdicts are heard.</summary>
    public async Task StopAsync()
    {
        await enough.CancelAsync();
        await feeding;
        await client.Subscriber.UntilAsync(Aliases.Count, IsNewComplete(), "a verdict for each update", Patience);
        var announced = new HashSet<string>();
        await client.Subscriber.UntilAsync(Results.Count, m => m.IsResult && announced.Add(m.MessageId), "an announcement for each result", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        enough.Dispose();
    }

    private async Task FeedAsync()
    {
        while (!enough.IsCancellationRequested)
        {
            var updates = Enumerable.Range(0, Batch).Select(_ => TestUpdate.New("flood", "push_flood", builds: 2)).ToList();
            var results = updates.SelectMany(u => u.Results(Checks, (_, _) => "PASSED")).ToList();
            Outgoing[] facts = [.. results, .. updates.Select(u => u.Definition())];
            random.Shuffle(facts);
            await client.Publisher.PublishAsync(facts);
            updates.ForEach(u => Aliases.Enqueue(u.Alias));
            results.ForEach(r => Results.Enqueue(r.MessageId!));
            await client.Subscriber.UntilAsync(Aliases.Count - Outstanding, IsNewComplete(), "verdicts to keep up", Patience);
        }
    }

    // Counts each update once: its verdict can come again after a kill.
    private static Func<Heard, bool> IsNewComplete()
    {
        var known = new HashSet<string>();
        return m => m.RoutingKey.StartsWith("gate.push_flood.complete.", StringComparison.Ordinal) && known.Add(m.Alias!);
    }
}
