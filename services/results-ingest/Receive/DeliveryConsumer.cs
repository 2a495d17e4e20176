using MassTransit;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Takes a batch through validation and recording. It returns when the batch is committed, and only then the bus acknowledges it.
/// Nothing about a message's content may throw here; what does throw goes back to the queue.
/// </summary>
internal sealed class DeliveryConsumer(Intake intake) : IConsumer<Batch<Delivery>>
{
    public Task Consume(ConsumeContext<Batch<Delivery>> context)
    {
        var deliveries = new Delivery[context.Message.Length];
        for (var i = 0; i < deliveries.Length; i++)
        {
            deliveries[i] = context.Message[i].Message;
        }

        return intake.TakeAsync(deliveries, context.CancellationToken);
    }
}
