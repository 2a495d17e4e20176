using System.Collections.Immutable;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Local;

/// <summary>The demonstration's side of the bus: what any test system and any update tool do, with a plain client and plain JSON.</summary>
internal sealed class DemoBus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IConnection connection;
    private readonly IChannel publishing;
    private readonly IChannel subscription;
    private readonly SemaphoreSlim arrived = new(0);
    private readonly Action<string, JsonElement> heard;
    private ImmutableList<(string Key, JsonElement Body)> messages = [];

    private DemoBus(IConnection connection, IChannel publishing, IChannel subscription, Action<string, JsonElement> heard) =>
        (this.connection, this.publishing, this.subscription, this.heard) = (connection, publishing, subscription, heard);

    /// <param name="amqp">The broker.</param>
    /// <param name="heard">Called with routing key and body of each gate message and each announced result.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public static async Task<DemoBus> ConnectAsync(string amqp, Action<string, JsonElement> heard, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync(cancel);
        // With confirms tracked, a publish returns when the broker has the message safely.
        var publishing = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancel);
        var subscription = await connection.CreateChannelAsync(cancellationToken: cancel);
        var bus = new DemoBus(connection, publishing, subscription, heard);
        var queue = await subscription.QueueDeclareAsync(cancellationToken: cancel);
        foreach (var topic in (string[])["gate.#", "result.#"])
        {
            await subscription.QueueBindAsync(queue.QueueName, "gatehouse", topic, cancellationToken: cancel);
        }

        var consumer = new AsyncEventingBasicConsumer(subscription);
        consumer.ReceivedAsync += bus.ReceiveAsync;
        await subscription.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
        return bus;
    }

    public async Task PublishAsync(string exchange, string routingKey, object message, CancellationToken cancel)
    {
        var properties = new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent };
        await publishing.BasicPublishAsync(exchange, routingKey, mandatory: false, properties, JsonSerializer.SerializeToUtf8Bytes(message), cancel);
    }

    /// <summary>Returns when such a message has been heard; false if none comes in half a minute.</summary>
    public async Task<bool> UntilAsync(Func<string, JsonElement, bool> such, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (!messages.Any(m => such(m.Key, m.Body)))
            {
                await arrived.WaitAsync(patience.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await subscription.DisposeAsync();
        await publishing.DisposeAsync();
        await connection.DisposeAsync();
        arrived.Dispose();
    }

    private Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var body = JsonElement.Parse(delivery.Body.Span);
        heard(delivery.RoutingKey, body);
        messages = messages.Add((delivery.RoutingKey, body));
        arrived.Release();
        return Task.CompletedTask;
    }
}
