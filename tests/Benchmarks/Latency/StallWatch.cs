using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Benchmarks;

/// <summary>Hears the announcements of a flood's passed results, and how long none came.</summary>
internal sealed class StallWatch : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly int expected;
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int heard;

    private StallWatch(IConnection connection, int expected) => (this.connection, this.expected) = (connection, expected);

    /// <summary>Ends when as many as expected have been heard.</summary>
    public Task All => all.Task;

    /// <summary>The longest time between two announcements, that from the start to the first included.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>When the last was heard, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Last { get; private set; }

    public static async Task<StallWatch> StartAsync(string amqp, int expected, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync("bench stalls", cancel);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancel);
        await channel.QueueBindAsync(queue.QueueName, "gatehouse", "result.*.passed", cancellationToken: cancel);
        var watch = new StallWatch(connection, expected);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += watch.HearAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
        watch.Last = Stopwatch.GetTimestamp();
        return watch;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var now = Stopwatch.GetTimestamp();
        var pause = Stopwatch.GetElapsedTime(Last, now);
        (Last, Longest) = (now, pause > Longest ? pause : Longest);
        if (++heard == expected)
        {
            all.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
