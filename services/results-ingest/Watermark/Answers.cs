namespace Gatehouse.ResultsIngest;

/// <summary>
/// Answers a round for this replica: says of each queue that it consumes when everything that the broker had handed
/// to it by then is recorded. Of a queue of which that cannot be said it says nothing, and the round comes to
/// nothing.
/// </summary>
internal sealed class Answers(
    WatchedQueues queues, WatermarkBroker broker, WatermarkTable table, UnderWay underWay, TimeProvider clock,
    ILogger<Answers> log)
{
    // What the broker has taken out of a queue for us may still be on its way from the queue to our channel inside of
    // it: moments, or that by which a member of a cluster is behind.
    private static readonly TimeSpan WithinBroker = TimeSpan.FromMilliseconds(200);
    private readonly Guid replica = Guid.NewGuid();

    /// <summary>Why there was no answer of this replica to the last round; null if there was one.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Ends when the answer is on record; cancelled when a newer round asks.</summary>
    public async Task AnswerAsync(long round, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(WithinBroker, clock, cancellation);
            // What was posted here is nowhere in the queues, and belongs to what has been delivered all the same.
            await underWay.OverAsync(cancellation);
            var settled = await Task.WhenAll(queues.Channels.GroupBy(channel => channel.Queue).Select(async own =>
            {
                var recorded = await Task.WhenAll(own.Select(channel => IsRecordedAsync(channel, round, cancellation)));
                return (Queue: own.Key, Recorded: recorded.All(r => r));
            }));
            var answered = settled.Where(s => s.Recorded).Select(s => s.Queue).ToList();
            await table.AnswerAsync(round, replica, answered, cancellation);
            Trouble = settled is [] ? "it has no connection to the broker"
                : answered.Count < settled.Length ? "its connection is new, or something has gone back to its queue"
                : null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Trouble = e.GetBaseException().Message;
            log.LogDebug(e, "Round {Round} of the watermark is not answered", round);
        }
    }

    private async Task<bool> IsRecordedAsync(WatchedChannel channel, long round, CancellationToken cancellation) =>
        channel.Ledger.LastedSinceBefore(round) is { } stretch
        && await channel.NumberAsync(broker, cancellation) is var number
        && await channel.Ledger.RecordedBeforeAsync(number, stretch, cancellation);
}
