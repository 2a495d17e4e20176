using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Benchmarks;

/// <summary>Publishes one result at a time and waits until it has been announced and all folds have come to it.</summary>
internal sealed class Trickler : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IConnection connection;
    private readonly ConfirmedPublisher publisher;
    private readonly LogWatch log;
    private TaskCompletionSource<long>? awaited;

    private Trickler(IConnection connection, ConfirmedPublisher publisher, LogWatch log) => (this.connection, this.publisher, this.log) = (connection, publisher, log);

    public static async Task<Trickler> ConnectAsync(string amqp, LogWatch log, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync("bench trickle", cancel);
        var trickler = new Trickler(connection, await ConfirmedPublisher.ConnectAsync(amqp, cancel), log);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancel);
        await channel.QueueBindAsync(queue.QueueName, "gatehouse", "result.#", cancellationToken: cancel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += trickler.HearAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
        return trickler;
    }

    /// <summary>Returns when the result has been heard and folded. Nobody else publishes results at the time.</summary>
    public async Task SendAsync(Outgoing result, CancellationToken cancel)
    {
        var heard = awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await publisher.PublishAsync([result], null, cancel);
        await log.FoldedAsync(await heard.Task.WaitAsync(Patience, cancel), cancel).WaitAsync(Patience, cancel);
        awaited = null;
    }

    public async ValueTask DisposeAsync()
    {
        await publisher.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        // In bulk nobody waits: then nothing is read.
        awaited?.TrySetResult(JsonElement.Parse(delivery.Body.Span).GetProperty("sequence").GetInt64());
        return Task.CompletedTask;
    }
}
