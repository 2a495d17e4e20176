using MassTransit;
using MassTransit.Middleware;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Stands between the bus and the channel by which it consumes one queue, and keeps the channel's <see
/// cref="Ledger"/>. Changes nothing. It is the earliest place that there is: before the bus has seen a message, its
/// number says that it exists.
/// </summary>
internal sealed class WatchedChannel(string queue, ChannelContext inner, WatchedQueues queues)
    : ScopePipeContext(inner), ChannelContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private string? probe;

    public string Queue => queue;

    public Ledger Ledger { get; } = new();

    public IChannel Channel => inner.Channel;

    public ConnectionContext ConnectionContext => inner.ConnectionContext;

    public override CancellationToken CancellationToken => inner.CancellationToken;

    /// <summary>
    /// Asks the broker for a number on this channel, by fetching a message of our own on it: whatever it has handed
    /// out here before has a lower one. That it answers shows that the channel is still its consumer's, who may have
    /// been frozen for longer than it waits.
    /// </summary>
    public async Task<ulong> NumberAsync(WatermarkBroker broker, CancellationToken cancellation)
    {
        probe ??= await MakeProbeAsync(cancellation);
        for (var tries = 1; ; tries++)
        {
            await broker.PublishAsync(probe, cancellation);
            if (await FetchAsync(probe).WaitAsync(Patience, cancellation) is { } number)
            {
                return number;
            }

            if (tries == 2)
            {
                throw new InvalidOperationException($"the broker confirmed a message for {probe} and does not have it");
            }
        }
    }

    public async Task<string> BasicConsume(
        string queue, bool noAck, bool exclusive, IDictionary<string, object> arguments, IAsyncBasicConsumer consumer,
        string consumerTag, CancellationToken cancellationToken)
    {
        var tag = await inner.BasicConsume(
            queue, noAck, exclusive, arguments, consumer, consumerTag, cancellationToken);
        queues.Consumes(this);
        return tag;
    }

    public ValueTask BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken)
    {
        // The bus acknowledges what is recorded. Whether the broker hears of it changes nothing about that.
        Ledger.Settled(deliveryTag, multiple);
        return inner.BasicAck(deliveryTag, multiple, cancellationToken);
    }

    public Task BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
    {
        Ledger.Returned(deliveryTag, multiple);
        return inner.BasicNack(deliveryTag, multiple, requeue, cancellationToken);
    }

    public Task BasicPublishAsync(
        string exchange, string routingKey, bool mandatory, BasicProperties basicProperties, byte[] body, bool awaitAck,
        CancellationToken cancellationToken) =>
        inner.BasicPublishAsync(exchange, routingKey, mandatory, basicProperties, body, awaitAck, cancellationToken);

    public Task ExchangeBind(
        string destination, string source, string routingKey, IDictionary<string, object> arguments,
        CancellationToken cancellationToken) =>
        inner.ExchangeBind(destination, source, routingKey, arguments, cancellationToken);

    public Task ExchangeDeclare(
        string exchange, string type, bool durable, bool autoDelete, IDictionary<string, object> arguments,
        CancellationToken cancellationToken) =>
        inner.ExchangeDeclare(exchange, type, durable, autoDelete, arguments, cancellationToken);

    public Task ExchangeDeclarePassive(string exchange, CancellationToken cancellationToken) =>
        inner.ExchangeDeclarePassive(exchange, cancellationToken);

    public Task QueueBind(
        string queue, string exchange, string routingKey, IDictionary<string, object> arguments,
        CancellationToken cancellationToken) =>
        inner.QueueBind(queue, exchange, routingKey, arguments, cancellationToken);

    public Task<QueueDeclareOk> QueueDeclare(
        string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments,
        CancellationToken cancellationToken) =>
        inner.QueueDeclare(queue, durable, exclusive, autoDelete, arguments, cancellationToken);

    public Task<QueueDeclareOk> QueueDeclarePassive(string queue, CancellationToken cancellationToken) =>
        inner.QueueDeclarePassive(queue, cancellationToken);

    public Task<uint> QueuePurge(string queue, CancellationToken cancellationToken) =>
        inner.QueuePurge(queue, cancellationToken);

    public Task BasicQos(uint prefetchSize, ushort prefetchCount, bool global, CancellationToken cancellationToken) =>
        inner.BasicQos(prefetchSize, prefetchCount, global, cancellationToken);

    public Task BasicCancel(string consumerTag, CancellationToken cancellationToken) =>
        inner.BasicCancel(consumerTag, cancellationToken);

    public void NotifyFaulted(Exception exception, Uri inputAddress) => inner.NotifyFaulted(exception, inputAddress);

    // Never given up half-way: its answer could be taken for that of another request, and its number would be missing
    // in the ledger for ever.
    private async Task<ulong?> FetchAsync(string probe)
    {
        if (await Channel.BasicGetAsync(probe, autoAck: true, CancellationToken.None) is not { } fetched)
        {
            return null;
        }

        Ledger.Settled(fetched.DeliveryTag);
        return fetched.DeliveryTag;
    }

    /// <summary>
    /// A queue of our own, gone with the connection, which alone may fetch from it. All that could be refused is
    /// tried on another channel first: a refusal closes the channel, and on this one messages come in.
    /// </summary>
    private async Task<string> MakeProbeAsync(CancellationToken cancellation)
    {
        var name = WatermarkBroker.ProbeOf(queue);
        var connection = ConnectionContext.Connection;
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        await WatermarkBroker.DeclareProbesAsync(channel, cancellation);
        await channel.QueueDeclareAsync(
            name, durable: false, exclusive: true, autoDelete: false, cancellationToken: cancellation);
        await channel.QueueBindAsync(name, WatermarkBroker.Probes, name, cancellationToken: cancellation);
        await channel.BasicGetAsync(name, autoAck: true, cancellation);
        return name;
    }
}

/// <summary>Has the bus consume by watched channels.</summary>
internal sealed class WatchedChannelFilter(string queue, WatchedQueues queues) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var watched = new WatchedChannel(queue, context, queues);
        try
        {
            // Ends when the bus no longer consumes by this channel.
            await next.Send(watched);
        }
        finally
        {
            queues.Ended(watched);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("watched");
}
