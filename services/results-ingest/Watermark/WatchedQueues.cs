using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// The channels by which this replica consumes now, one for each input queue while the broker is there.
/// </summary>
internal sealed class WatchedQueues
{
    private readonly Lock gate = new();
    private readonly List<WatchedChannel> channels = [];

    /// <summary>Pulses when there is another one.</summary>
    public Signal Changed { get; } = new();

    public IReadOnlyList<WatchedChannel> Channels
    {
        get
        {
            lock (gate)
            {
                return [.. channels];
            }
        }
    }

    public void Consumes(WatchedChannel channel)
    {
        lock (gate)
        {
            channels.Add(channel);
        }

        Changed.Pulse();
    }

    public void Ended(WatchedChannel channel)
    {
        lock (gate)
        {
            channels.Remove(channel);
        }

        channel.Ledger.End();
    }
}
