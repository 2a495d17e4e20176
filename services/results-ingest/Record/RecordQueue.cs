using System.Threading.Channels;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Commits in groups: whatever has arrived while one transaction ran goes into the next, from the bus and over HTTP alike. Nothing lingers
/// for company, so a lone message costs one commit and a flood shares few. A transaction begins beside another only for a group that is worth one: small
/// groups at the same time would take from each other what they could share. In an outage a group is tried again for as long as it takes.
/// </summary>
internal sealed class RecordQueue(
    Recorder recorder, Schema schema, VersionWatch version, RecordOptions options, UnderWay underWay,
    IHostApplicationLifetime lifetime, ILogger<RecordQueue> log)
    : BackgroundService
{
    /// <summary>The most bytes of bodies in one transaction, unless one message alone has more: 500 large ones would not fit into a command.</summary>
    private const long BytesAtOnce = 16 * 1024 * 1024;

    /// <summary>How long a stop waits for what is under way. Past that it goes back to where it came from.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>A transaction that takes longer has met an outage, a lock or a frozen server.</summary>
    private static readonly TimeSpan LongForOne = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>();
    private readonly CancellationTokenSource giveUp = new();
    private int arrived;
    private TaskCompletionSource worthAnother = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Returns when the arrivals are committed, with the receipt of each. Cancelled, it stops waiting; they may be
    /// recorded all the same.
    /// </summary>
    /// <exception cref="OutdatedException">The log is too new for us: they belong to a newer replica.</exception>
    public async Task<IReadOnlyList<Receipt>> RecordAsync(
        IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, version.Outdated);
        try
        {
            return await WaitAsync(arrivals, either.Token);
        }
        catch (OperationCanceledException)
            when (!cancellation.IsCancellationRequested && version.Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    private async Task<IReadOnlyList<Receipt>> WaitAsync(
        IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiting = new Waiting(arrivals, cancellation);
        if (!queue.Writer.TryWrite(waiting))
        {
            throw new OperationCanceledException("The service stops");
        }

        if (Interlocked.Add(ref arrived, arrivals.Count) >= options.WorthAnother)
        {
            Volatile.Read(ref worthAnother).TrySetResult();
        }

        return await underWay.UntilAsync(waiting.Done.Task.WaitAsync(cancellation));
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // By now the bus and the web server have stopped: nobody waits any more.
        queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        giveUp.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = lifetime.ApplicationStopping.Register(() => giveUp.CancelAfter(Grace));
        try
        {
            await schema.AppliedAsync(giveUp.Token);
            await RunAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("Stopping without the store: what is not recorded goes back to its queue");
        }
        finally
        {
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out var waiting))
            {
                waiting.Done.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        var underWay = new List<Task>();
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellation))
            {
                await TurnAsync(underWay);
                if (NextGroup() is { Count: > 0 } group)
                {
                    underWay.Add(RecordAsync(group, cancellation));
                }
            }
        }
        finally
        {
            await Task.WhenAll(underWay);
        }
    }

    /// <summary>Returns when the next transaction may begin: a small group waits for what runs, but not if that hangs.</summary>
    private async Task TurnAsync(List<Task> underWay)
    {
        using var over = new CancellationTokenSource();
        var hangs = Task.Delay(LongForOne, over.Token);
        while (true)
        {
            // Before the count is looked at: whoever arrives after that look finds this one.
            var another = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref worthAnother, another);
            underWay.RemoveAll(transaction => transaction.IsCompletedSuccessfully);
            var mayBegin = underWay.Count < options.Concurrency;
            if (underWay.Count == 0 || (mayBegin && (hangs.IsCompleted || Volatile.Read(ref arrived) >= options.WorthAnother)))
            {
                await over.CancelAsync();
                return;
            }

            await await Task.WhenAny(mayBegin ? [.. underWay, another.Task, hangs] : underWay);
        }
    }

    private async Task RecordAsync(List<Waiting> group, CancellationToken cancellation)
    {
        try
        {
            var receipts = await RideOutAsync([.. group.SelectMany(waiting => waiting.Arrivals)], cancellation);
            var from = 0;
            foreach (var waiting in group)
            {
                waiting.Done.TrySetResult([.. receipts.Skip(from).Take(waiting.Arrivals.Count)]);
                from += waiting.Arrivals.Count;
            }
        }
        catch (OperationCanceledException)
        {
            group.ForEach(waiting => waiting.Done.TrySetCanceled(cancellation));
            throw;
        }
        catch (OutdatedException e)
        {
            group.ForEach(waiting => waiting.Done.TrySetException(e));
        }
    }

    private List<Waiting> NextGroup()
    {
        var group = new List<Waiting>();
        var bytes = 0L;
        for (var count = 0; count < options.GroupLimit && bytes < BytesAtOnce && queue.Reader.TryRead(out var waiting);)
        {
            Interlocked.Add(ref arrived, -waiting.Arrivals.Count);
            // Whoever has stopped waiting gets it from the queue again, or sends it again.
            if (!waiting.Cancellation.IsCancellationRequested)
            {
                group.Add(waiting);
                count += waiting.Arrivals.Count;
                bytes += waiting.Arrivals.Sum(arrival => (long)arrival.Delivery.Body.Length);
            }
        }

        return group;
    }

    private async Task<IReadOnlyList<Receipt>> RideOutAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        var pause = new Backoff(cap: TimeSpan.FromSeconds(2));
        for (var tries = 1; ; tries++)
        {
            try
            {
                var receipts = await recorder.RecordAsync(arrivals, cancellation);
                if (tries > 1)
                {
                    log.LogInformation("Recording goes on after {Tries} tries", tries);
                }

                return receipts;
            }
            catch (Exception e) when (LogVersion.Refusal(e) is { } refusal)
            {
                // Not ours to ride out: a newer replica can record them now.
                version.Found(refusal);
                throw refusal;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                if (Transient.Is(e))
                {
                    log.LogWarning("{Count} messages wait for the store: {Reason}. Nothing is lost, they stay in the queue until recorded", arrivals.Count, e.GetBaseException().Message);
                }
                else
                {
                    log.LogError(e, "{Count} messages cannot be recorded and are tried again. This is no outage but an error: please report it", arrivals.Count);
                }

                await pause.WaitAsync(cancellation);
            }
        }
    }

    private sealed record Waiting(IReadOnlyList<Arrival> Arrivals, CancellationToken Cancellation)
    {
        public TaskCompletionSource<IReadOnlyList<Receipt>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
