using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Benchmarks;

/// <summary>Hears announcements and verdicts, and only counts them: one that did more would be measured itself.</summary>
internal sealed class CountingSubscriber : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly int announcements;
    private readonly int verdicts;
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int announced;
    private int decided;

    private CountingSubscriber(IConnection connection, int announcements, int verdicts) =>
        (this.connection, this.announcements, this.verdicts) = (connection, announcements, verdicts);

    /// <summary>Ends when as many as expected of both have been heard.</summary>
    public Task All => all.Task;

    /// <summary>How far it has come.</summary>
    public string Heard => $"{announced} of {announcements} announcements, {decided} of {verdicts} verdicts";

    public static async Task<CountingSubscriber> StartAsync(string amqp, int announcements, int verdicts, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync("bench subscriber", cancel);
        var subscriber = new CountingSubscriber(connection, announcements, verdicts);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        // Nobody has declared it yet where ingest runs alone.
        await channel.ExchangeDeclareAsync("gatehouse", ExchangeType.Topic, durable: true, cancellationToken: cancel);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancel);
        foreach (var topic in (string[])["gate.*.complete.*", "result.#"])
        {
            await channel.QueueBindAsync(queue.QueueName, "gatehouse", topic, cancellationToken: cancel);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += subscriber.CountAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
        return subscriber;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private Task CountAsync(object sender, BasicDeliverEventArgs delivery)
    {
        if (delivery.RoutingKey.StartsWith('r'))
        {
            announced++;
        }
        else
        {
            decided++;
        }

        if (announced == announcements && decided == verdicts)
        {
            all.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
