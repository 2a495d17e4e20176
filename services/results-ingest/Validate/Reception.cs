using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>Brings what has come in to the door, to be judged by the words in force.</summary>
internal sealed class Reception(Door door, LexiconInForce lexicon)
{
    /// <summary>How long a look at the newest words may take: they are known to be a moment old at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What the door says of each. Waits at a start, until the words are known.</summary>
    public async Task<IReadOnlyList<Arrival>> ReceiveAsync(
        IReadOnlyList<Delivery> deliveries, CancellationToken cancellation)
    {
        var words = await lexicon.KnownAsync(cancellation);
        var arrivals = deliveries.Select(delivery => door.Receive(delivery, words)).ToArray();
        if (arrivals.All(arrival => arrival.Admission is Admission.Admitted))
        {
            return arrivals;
        }

        // A word that has just been declared is no reason to refuse anything.
        var newest = await NewestOrAsync(words, cancellation);
        return newest == words ? arrivals
            : [.. arrivals.Select(arrival =>
                arrival.Admission is Admission.Admitted ? arrival : door.Receive(arrival.Delivery, newest))];
    }

    private async Task<Lexicon> NewestOrAsync(Lexicon known, CancellationToken cancellation)
    {
        try
        {
            return await lexicon.NewestAsync(cancellation).WaitAsync(Patience, cancellation);
        }
        catch (Exception e) when (Transient.Is(e))
        {
            return known;
        }
    }
}
