using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Benchmarks;

/// <summary>When something was seen, by the clock that measures.</summary>
internal readonly record struct Seen(long At, JsonElement Body);

/// <summary>
/// A publisher and a subscriber on connections of their own, with plain JSON. Times are taken where the client library hands over the
/// broker's frame, before anything waits for a thread.
/// </summary>
internal sealed class Bus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IConnection[] connections;
    private readonly IChannel publishing;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Seen>> awaited = new();
    private TaskCompletionSource<long> confirmed = new();

    private Bus(IConnection[] connections, IChannel publishing)
    {
        (this.connections, this.publishing) = (connections, publishing);
        publishing.BasicAcksAsync += (_, _) =>
        {
            confirmed.TrySetResult(Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        };
    }

    public static async Task<Bus> ConnectAsync(string amqp, CancellationToken cancel)
    {
        var factory = new ConnectionFactory { Uri = new Uri(amqp) };
        IConnection[] connections = [await factory.CreateConnectionAsync(cancel), await factory.CreateConnectionAsync(cancel)];
        // Confirms are on but not tracked by the library: one message is under way at a time, and its confirm is seen here first.
        var bus = new Bus(connections, await connections[0].CreateChannelAsync(new CreateChannelOptions(true, false), cancel));
        var channel = await connections[1].CreateChannelAsync(cancellationToken: cancel);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancel);
        foreach (var topic in (string[])["gate.*.opened", "gate.*.complete.*", $"result.*.{VerdictProbe.Outcome.ToLowerInvariant()}"])
        {
            await channel.QueueBindAsync(queue.QueueName, "gatehouse", topic, cancellationToken: cancel);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += bus.SeeAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
        return bus;
    }

    /// <summary>Publishes one message and says when that began and when the broker confirmed it.</summary>
    public async Task<(long Sent, long Confirmed)> PublishAsync(string exchange, string routingKey, object body)
    {
        confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        var sent = Stopwatch.GetTimestamp();
        await publishing.BasicPublishAsync(exchange, routingKey, mandatory: true, new BasicProperties { ContentType = "application/json", Persistent = true }, bytes);
        return (sent, await confirmed.Task.WaitAsync(Patience));
    }

    /// <summary>What is heard under this name: <c>gate.opened ALIAS</c>, or a result's id. Ask before you cause it.</summary>
    public Task<Seen> Hear(string name) =>
        awaited.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    private Task SeeAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var at = Stopwatch.GetTimestamp();
        // What a flood says meanwhile is not read: its messages are long.
        var body = new Lazy<JsonElement>(() => JsonElement.Parse(delivery.Body.Span));
        var properties = delivery.BasicProperties;
        var name = properties.Type == "result"
            ? body.Value.GetProperty("id").GetString()!
            : $"{properties.Type} {Encoding.UTF8.GetString((byte[])properties.Headers!["alias"]!)}";
        if (awaited.TryRemove(name, out var waiting))
        {
            waiting.TrySetResult(new(at, body.Value));
        }

        return Task.CompletedTask;
    }
}
