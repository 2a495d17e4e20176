using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>The way of a batch from the bus through the door into the log. In an outage of the store it waits, for as long as it takes.</summary>
internal sealed class Intake(Door door, Recorder recorder, Schema schema, IHostApplicationLifetime lifetime, ILogger<Intake> log)
{
    /// <summary>The most bytes of bodies that one transaction takes: a batch of 500 large ones would not fit into a command.</summary>
    private const long BytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Returns when all of it is committed. Cancelled, it gives up what is not; the messages then go back to the queue.</summary>
    public async Task TakeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        await schema.AppliedAsync(stop.Token);
        foreach (var part in InParts(deliveries))
        {
            await RideOutAsync([.. part.Select(door.Receive)], stop.Token);
        }
    }

    private async Task RideOutAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        var pause = new Backoff(cap: TimeSpan.FromSeconds(2));
        for (var tries = 1; ; tries++)
        {
            try
            {
                await recorder.RecordAsync(arrivals, cancellation);
                if (tries > 1)
                {
                    log.LogInformation("Recording goes on after {Tries} tries", tries);
                }

                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                if (Transient.Is(e))
                {
                    log.LogWarning("{Count} messages wait for the store, trying again: {Reason}. Nothing is lost: they stay in the queue until recorded", arrivals.Count, e.GetBaseException().Message);
                }
                else
                {
                    log.LogError(e, "{Count} messages cannot be recorded, trying again. This is no outage but an error: please report it", arrivals.Count);
                }

                await pause.WaitAsync(cancellation);
            }
        }
    }

    private static IEnumerable<List<Delivery>> InParts(IReadOnlyList<Delivery> deliveries)
    {
        var part = new List<Delivery>();
        var bytes = 0L;
        foreach (var delivery in deliveries)
        {
            if (part.Count > 0 && bytes + delivery.Body.Length > BytesAtOnce)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(delivery);
            bytes += delivery.Body.Length;
        }

        yield return part;
    }
}
