using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>A flood whose updates are recorded, and the subscriber that waits for what is said of it.</summary>
internal sealed class DefinedFlood(Flood flood, ConfirmedPublisher publisher, CountingSubscriber subscriber, LogWatch log) : IAsyncDisposable
{
    /// <summary>Sends the results as fast as it goes.</summary>
    /// <param name="everything">Until a bare subscriber has heard the last announcement and verdict; else until all is recorded.</param>
    /// <returns>Seconds from the first confirmed publish.</returns>
    public async Task<double> SendAsync(bool everything, CancellationToken cancel)
    {
        var before = await log.LastAsync(cancel);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            publisher.PublishAsync(flood.Results, null, cancel),
            everything ? subscriber.All : log.UntilAsync(before, flood.Results.Count, cancel));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => subscriber.DisposeAsync();
}
