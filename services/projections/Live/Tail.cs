using System.Diagnostics.Metrics;
using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// The end of the log, followed once for all who listen at this replica, and only while somebody does. Each message is made once. The fold's commits
/// wake it where the fold runs; elsewhere its checkpoint is looked at, once for everybody.
/// </summary>
internal sealed class Tail(LiveLog log, Overviews overviews, Views views, Leader leader, TimeProvider clock, IHostApplicationLifetime life, ILogger<Tail> logger)
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    // A fold that runs elsewhere tells nobody here that it has committed.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly UpDownCounter<int> Listening = Meters.Gatehouse.CreateUpDownCounter<int>(
        "gatehouse.stream.listeners", description: "Who listens to the live stream at this replica.");

    private readonly Lock gate = new();
    private readonly List<Listener> listeners = [];
    private long position;
    private long beaten;
    private long counted;
    private bool running;

    /// <summary>From the place that it answers on, whatever is said is offered to the listener, in order.</summary>
    public async Task<long> JoinAsync(Listener listener, CancellationToken cancellation)
    {
        var end = await log.EndAsync(cancellation);
        lock (gate)
        {
            if (!running)
            {
                (running, position, beaten) = (true, end, clock.GetTimestamp());
                _ = Task.Run(() => RunAsync(life.ApplicationStopping), CancellationToken.None);
            }

            listeners.Add(listener);
            Listening.Add(1);
            return position;
        }
    }

    public void Leave(Listener listener)
    {
        lock (gate)
        {
            Listening.Add(listeners.Remove(listener) ? -1 : 0);
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var pause = new Backoff();
        while (IsWanted(stopping))
        {
            try
            {
                var next = views.Committed.Next;
                if (!await AdvanceAsync(stopping))
                {
                    await Signal.WaitAsync(next, leader.IsLeading ? CountEvery : Look, stopping);
                }

                pause.Forget();
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // Nothing is missed: the place does not move.
                logger.LogWarning("The live stream at {Position}: trying again: {Reason}", position, e.GetBaseException().Message);
                await pause.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The service stops, and its listeners with it.
            }
        }
    }

    private bool IsWanted(CancellationToken stopping)
    {
        lock (gate)
        {
            return running = listeners.Count > 0 && !stopping.IsCancellationRequested;
        }
    }

    /// <summary>Offers the next page; false if there is none.</summary>
    private async Task<bool> AdvanceAsync(CancellationToken cancellation)
    {
        await CountAsync(cancellation);
        var end = await log.EndAsync(cancellation);
        var upTo = Math.Min(end, position + LiveLog.Page);
        var frames = upTo > position ? await log.ReadAsync(position, upTo, cancellation) : [];
        lock (gate)
        {
            position = Math.Max(position, upTo);
            if (clock.GetElapsedTime(beaten) >= BeatEvery)
            {
                (beaten, frames) = (clock.GetTimestamp(), [.. frames, Frame.Beat(position)]);
            }

            Offer(frames);
            return position < end;
        }
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(counted) < CountEvery || !IsCountWanted())
        {
            return;
        }

        counted = clock.GetTimestamp();
        try
        {
            var frame = (await overviews.NowAsync(cancellation)).Frame;
            lock (gate)
            {
                Offer([frame]);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Messages do not wait for counters, which need gating's tables too.
            logger.LogDebug(e, "The counters could not be read");
        }
    }

    private bool IsCountWanted()
    {
        lock (gate)
        {
            return listeners.Exists(l => l.Filter.WantsOverview);
        }
    }

    private void Offer(IReadOnlyList<Frame> frames) => Listening.Add(-listeners.RemoveAll(listener => !frames.All(listener.Offer)));
}
