using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// One who listens: what it wants of what is said waits here until it is written. One that is too slow is ended rather than waited for; it has
/// everything up to a place of the log, and its client comes back with that place.
/// </summary>
internal sealed class Listener(StreamFilter filter)
{
    /// <summary>The most that waits for a listener.</summary>
    public const int Frames = 1_024;

    public const int Bytes = 8 << 20;

    private static readonly Counter<long> TooSlow = Meters.Gatehouse.CreateCounter<long>(
        "gatehouse.stream.too_slow", description: "Listeners of the live stream that were ended because they did not keep up.");

    private readonly Channel<Frame> waiting = Channel.CreateBounded<Frame>(new BoundedChannelOptions(Frames) { SingleReader = true });
    private long bytes;
    private Frame? counters;

    public StreamFilter Filter { get; } = filter;

    /// <summary>Takes what it wants. False once it has been ended.</summary>
    public bool Offer(Frame frame)
    {
        if (frame.Type is { } type && (type == StreamFilter.Overview ? !WantsCounters(frame) : !Filter.Wants(type, frame.About)))
        {
            return true;
        }

        if (Interlocked.Add(ref bytes, frame.Bytes.Length) <= Bytes && waiting.Writer.TryWrite(frame))
        {
            return true;
        }

        TooSlow.Add(waiting.Writer.TryComplete() ? 1 : 0);
        return false;
    }

    /// <summary>Waits until something can be taken; false at the end.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => waiting.Reader.WaitToReadAsync(cancellation);

    public Frame? Take()
    {
        if (!waiting.Reader.TryRead(out var frame))
        {
            return null;
        }

        Interlocked.Add(ref bytes, -frame.Bytes.Length);
        return frame;
    }

    // The same ones are not said twice.
    private bool WantsCounters(Frame frame) => Filter.WantsOverview && !ReferenceEquals(Interlocked.Exchange(ref counters, frame), frame);
}
