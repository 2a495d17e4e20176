namespace Gatehouse.ResultsIngest;

/// <summary>The way of a batch from the bus through the door into the log.</summary>
internal sealed class Intake(Reception reception, RecordQueue queue)
{
    /// <summary>Returns when all of it is committed, however long the store is away. Cancelled, it gives up: the messages go back to the queue.</summary>
    public async Task TakeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellation) =>
        await queue.RecordAsync(await reception.ReceiveAsync(deliveries, cancellation), cancellation);
}
