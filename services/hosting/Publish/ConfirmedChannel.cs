using RabbitMQ.Client;

namespace Gatehouse.Hosting;

/// <summary>
/// A channel that publishes pages and waits until the broker has confirmed all of a page. Its messages go out in the order given.
/// The client's own tracking would take a task and a turn in its rate limiter for each message; a page needs only a count.
/// </summary>
internal sealed class ConfirmedChannel : IAsyncDisposable
{
    private static readonly CreateChannelOptions Options = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
    private readonly IChannel channel;
    private readonly Lock gate = new();
    private ulong last;
    private Outstanding? page;

    private ConfirmedChannel(IChannel channel) => this.channel = channel;

    /// <summary>Opens a channel and makes sure that the exchange is there.</summary>
    public static async Task<ConfirmedChannel> OpenAsync(IConnection connection, string exchange, CancellationToken cancellation)
    {
        var channel = await connection.CreateChannelAsync(Options, cancellation);
        var confirmed = new ConfirmedChannel(channel);
        channel.BasicAcksAsync += (_, ack) => confirmed.Settle(ack.DeliveryTag, ack.Multiple, refused: false);
        channel.BasicNacksAsync += (_, nack) => confirmed.Settle(nack.DeliveryTag, nack.Multiple, refused: true);
        channel.ChannelShutdownAsync += (_, e) => confirmed.Fail(new IOException($"the channel was closed: {e.ReplyText}"));
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellation);
        return confirmed;
    }

    /// <summary>Whether another page can be published on it.</summary>
    public bool IsOpen => channel.IsOpen;

    /// <summary>Publishes a page; ends when the broker has confirmed every message of it. One page at a time.</summary>
    public async Task PublishAsync(string exchange, IReadOnlyList<BusMessage> page, CancellationToken cancellation)
    {
        var outstanding = new Outstanding(last + 1, page.Count);
        lock (gate)
        {
            this.page = outstanding;
        }

        foreach (var message in page)
        {
            await channel.BasicPublishAsync(exchange, message.RoutingKey, mandatory: false, Properties(message), message.Body, cancellation);
            last++;
        }

        await outstanding.Confirmed.WaitAsync(cancellation);
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private static BasicProperties Properties(BusMessage message) => new()
    {
        MessageId = message.MessageId,
        Type = message.Type,
        Timestamp = new AmqpTimestamp(message.Timestamp.ToUnixTimeSeconds()),
        ContentType = "application/json",
        DeliveryMode = DeliveryModes.Persistent,
        Headers = message.Headers.ToDictionary(h => h.Key, h => (object?)h.Value),
    };

    private Task Settle(ulong tag, bool multiple, bool refused)
    {
        lock (gate)
        {
            if (refused)
            {
                page?.Fail(new IOException("the broker refused a message"));
            }
            else
            {
                page?.Settle(tag, multiple);
            }
        }

        return Task.CompletedTask;
    }

    private Task Fail(Exception reason)
    {
        lock (gate)
        {
            page?.Fail(reason);
        }

        return Task.CompletedTask;
    }
}
