using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Makes the queues that are not there yet, a moment before the bus binds them. RabbitMQ writes down which quorum queues a node has only every
/// half second: one that the broker is killed right after comes back empty and without a leader. Nothing is lost by that as long as nothing is
/// routed to it.
/// </summary>
internal sealed class NewQueues(TimeProvider clock, ILogger<NewQueues> log)
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    /// <summary>Returns when all of these queues are there, and are known to a broker that would be killed now.</summary>
    public async Task MakeAsync(IConnection connection, IReadOnlyList<string> queues, CancellationToken cancellation)
    {
        var made = false;
        foreach (var queue in queues)
        {
            if (!await ExistsAsync(connection, queue, cancellation))
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
                await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Quorum, cancellationToken: cancellation);
                log.LogInformation("Made the queue {Queue}", queue);
                made = true;
            }
        }

        if (made)
        {
            await Task.Delay(Settles, clock, cancellation);
        }
    }

    private static async Task<bool> ExistsAsync(IConnection connection, string queue, CancellationToken cancellation)
    {
        // A channel of its own: the answer no closes it.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, cancellation);
            return true;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }
}
