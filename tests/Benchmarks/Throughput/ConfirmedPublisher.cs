using RabbitMQ.Client;

namespace Gatehouse.Benchmarks;

/// <summary>Publishes as fast as the broker confirms, at most so many messages ahead of it. The library's own tracking would be slower.</summary>
internal sealed class ConfirmedPublisher : IAsyncDisposable
{
    private const int Ahead = 2_000;
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly SemaphoreSlim room = new(Ahead);
    private ulong confirmed;

    private ConfirmedPublisher(IConnection connection, IChannel channel)
    {
        (this.connection, this.channel) = (connection, channel);
        channel.BasicAcksAsync += (_, ack) =>
        {
            // Tags are counted from 1; one ack may stand for all before it. Single acks can overtake each other, so only the count matters.
            var count = ack.Multiple ? ack.DeliveryTag - confirmed : 1;
            confirmed += count;
            room.Release((int)count);
            return Task.CompletedTask;
        };
    }

    public static async Task<ConfirmedPublisher> ConnectAsync(string amqp, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync("bench publisher", cancel);
        return new(connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, false), cancel));
    }

    /// <summary>Returns when all are confirmed.</summary>
    /// <param name="perSecond">The pace; null for as fast as it goes.</param>
    public async Task PublishAsync(IReadOnlyList<Outgoing> messages, double? perSecond, CancellationToken cancel)
    {
        var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < messages.Count; i++)
        {
            if (perSecond is { } pace && (i / pace) - TimeProvider.System.GetElapsedTime(started).TotalSeconds is > 0.002 and var early)
            {
                await Task.Delay(TimeSpan.FromSeconds(early), cancel);
            }

            await room.WaitAsync(cancel);
            await channel.BasicPublishAsync(messages[i].Exchange, messages[i].RoutingKey, mandatory: false, properties, messages[i].Body, cancel);
        }

        for (var i = 0; i < Ahead; i++)
        {
            await room.WaitAsync(cancel);
        }

        room.Release(Ahead);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        room.Dispose();
    }
}
