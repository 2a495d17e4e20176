using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Brings facts to the platform and does not give up: sent again, as they are, until the broker has confirmed them or
/// the API has said what became of them. Some are sent twice for no reason.
/// </summary>
internal sealed class Senders : IAsyncDisposable
{
    private readonly Channel<Fact> anyWay = Channel.CreateBounded<Fact>(100);
    private readonly Channel<Fact> byBus = Channel.CreateBounded<Fact>(400);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Fact, bool> handedIn = new();
    private readonly Fates fates = new();
    private readonly Random random;
    private readonly Task[] sending;

    /// <param name="amqp">The broker.</param>
    /// <param name="apis">Replicas of the API.</param>
    /// <param name="seed">Of the choice which facts go twice.</param>
    public Senders(string amqp, IReadOnlyList<string> apis, int seed)
    {
        random = new Random(seed);
        sending =
        [
            new BusSender(amqp, fates).RunAsync(anyWay.Reader, stopping.Token),
            new BusSender(amqp, fates).RunAsync(byBus.Reader, stopping.Token),
            new HttpSender(apis, fates).RunAsync(anyWay.Reader, stopping.Token),
        ];
    }

    /// <summary>All facts that were ever handed in, each with how it was brought.</summary>
    public IReadOnlyList<Sent> Sent => [.. handedIn.Keys.Select(fates.Of)];

    public bool AllConfirmed => fates.AllKnown;

    /// <summary>How many were sent again, because nobody said that they had arrived.</summary>
    public int Again => fates.Again;

    /// <summary>Requests that were refused as a whole, which none that is sent here should be.</summary>
    public IReadOnlyCollection<string> Refused => fates.Refused;

    /// <summary>Hands in a fact; waits while many are under way.</summary>
    public async Task SendAsync(Fact fact, CancellationToken cancel)
    {
        var way = fact.OnlyByBus ? byBus : anyWay;
        await way.Writer.WriteAsync(fact, cancel);
        // Only now: one that nobody has waited for to the end is not sent.
        handedIn.TryAdd(fact, true);
        fates.HandedIn();
        if (random.Next(30) == 0)
        {
            await way.Writer.WriteAsync(fact, cancel);
            fates.HandedIn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }
}
