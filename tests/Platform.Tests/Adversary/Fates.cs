using System.Collections.Concurrent;

namespace Gatehouse.Platform.Tests;

/// <summary>What is known of each fact's way to the platform.</summary>
internal sealed class Fates
{
    private readonly ConcurrentDictionary<Fact, bool> byBus = new();
    private readonly ConcurrentDictionary<Fact, int> answers = new();
    private readonly ConcurrentDictionary<Fact, DateTimeOffset> confirmed = new();
    private readonly ConcurrentQueue<string> refused = new();
    private int again;
    private int underWay;

    /// <summary>Every copy that was handed in has arrived or was answered.</summary>
    public bool AllKnown => Volatile.Read(ref underWay) == 0;

    public int Again => Volatile.Read(ref again);

    public IReadOnlyCollection<string> Refused => refused;

    /// <summary>A copy is to be sent.</summary>
    public void HandedIn() => Interlocked.Increment(ref underWay);

    /// <summary>So many copies need not be sent again.</summary>
    public void Done(int copies) => Interlocked.Add(ref underWay, -copies);

    /// <summary>It is about to go over the bus, where it may arrive although nobody says so.</summary>
    public void Goes(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            byBus[fact] = true;
        }
    }

    public void Confirmed(Fact fact) => confirmed.TryAdd(fact, TimeProvider.System.GetUtcNow());

    public void Answered(Fact fact, int status)
    {
        answers[fact] = status;
        if (status == 202)
        {
            Confirmed(fact);
        }
    }

    public void RefusedAsAWhole(string why) => refused.Enqueue(why);

    public void SentAgain(int count) => Interlocked.Add(ref again, count);

    public Sent Of(Fact fact) => new(
        fact, byBus.ContainsKey(fact), answers.TryGetValue(fact, out var status) ? status : null,
        confirmed.TryGetValue(fact, out var at) ? at : null);
}
