using System.Diagnostics;
using System.Threading.Channels;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Commits requests in groups: whatever has come in while one transaction ran goes into the next. Nothing lingers for company, so a lone
/// request costs one commit and a crowd shares it.
/// </summary>
internal sealed class PostQueue(Recorder recorder, Schema schema, ILogger<PostQueue> log) : BackgroundService
{
    private const int GroupLimit = 500;

    /// <summary>How long a request is held in an outage before it is told to come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });

    /// <summary>Returns when the arrivals are durable, with the receipt of each.</summary>
    /// <exception cref="StoreAwayException">The store is away; some of them may be recorded all the same.</exception>
    public async Task<IReadOnlyList<Receipt>> RecordAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        if (arrivals.All(arrival => arrival.Admission is Admission.Refused))
        {
            // Nothing of it goes into the log, so it has nothing to wait for.
            return await recorder.RecordAsync(arrivals, cancellation);
        }

        var waiting = new Waiting(arrivals, cancellation);
        await queue.Writer.WriteAsync(waiting, cancellation);
        return await waiting.Done.Task.WaitAsync(cancellation);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var group = NextGroup();
            try
            {
                var receipts = await RecordPatientlyAsync([.. group.SelectMany(waiting => waiting.Arrivals)], stoppingToken);
                var from = 0;
                foreach (var waiting in group)
                {
                    waiting.Done.TrySetResult([.. receipts.Skip(from).Take(waiting.Arrivals.Count)]);
                    from += waiting.Arrivals.Count;
                }
            }
            catch (Exception e)
            {
                log.LogWarning("{Count} requests are told to come again: {Reason}", group.Count, e.GetBaseException().Message);
                group.ForEach(waiting => waiting.Done.TrySetException(Transient.Is(e) || e is OperationCanceledException ? new StoreAwayException(e) : e));
            }
        }
    }

    private List<Waiting> NextGroup()
    {
        var group = new List<Waiting>();
        for (var size = 0; size < GroupLimit && queue.Reader.TryRead(out var waiting);)
        {
            // Whoever has gone away does not want it recorded, or will send it again.
            if (!waiting.Cancellation.IsCancellationRequested)
            {
                group.Add(waiting);
                size += waiting.Arrivals.Count;
            }
        }

        return group;
    }

    private async Task<IReadOnlyList<Receipt>> RecordPatientlyAsync(IReadOnlyList<Arrival> arrivals, CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        var pause = new Backoff(cap: TimeSpan.FromMilliseconds(500));
        while (true)
        {
            try
            {
                await schema.AppliedAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
                return await recorder.RecordAsync(arrivals, CancellationToken.None);
            }
            catch (Exception e) when (Transient.Is(e) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await pause.WaitAsync(stopping);
            }
        }
    }

    private sealed record Waiting(IReadOnlyList<Arrival> Arrivals, CancellationToken Cancellation)
    {
        public TaskCompletionSource<IReadOnlyList<Receipt>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The store did not answer in time.</summary>
internal sealed class StoreAwayException(Exception inner) : Exception("The store is away", inner);
