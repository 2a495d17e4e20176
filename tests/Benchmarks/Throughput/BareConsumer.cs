using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What a program without a framework does: takes from a quorum queue with the prefetch of results-ingest, in batches of its size, some at the
/// same time, and acknowledges a batch when it is kept.
/// </summary>
internal sealed class BareConsumer : IAsyncDisposable
{
    private const int Prefetch = 2_000;
    private const int Batch = 500;
    private const int Writers = 2;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    private const string Queue = "bench";

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly Channel<(ulong Tag, byte[] Body)> arrived = Channel.CreateUnbounded<(ulong, byte[])>();
    private readonly TaskCompletionSource<bool> all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<ulong, ulong> done = [];
    private readonly int expected;
    private readonly SemaphoreSlim acknowledging = new(1);
    private ulong acknowledgeable;
    private ulong acknowledged;
    private int kept;

    private BareConsumer(IConnection connection, IChannel channel, int expected) => (this.connection, this.channel, this.expected) = (connection, channel, expected);

    /// <summary>Ends when the expected number is kept and acknowledged, or keeping failed.</summary>
    public Task All => all.Task;

    /// <param name="amqp">The broker.</param>
    /// <param name="expected">How many messages come.</param>
    /// <param name="keepAsync">Keeps a batch for good. Two are kept at the same time.</param>
    public static async Task<BareConsumer> StartAsync(string amqp, int expected, Func<IReadOnlyList<byte[]>, CancellationToken, Task> keepAsync, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(amqp) }.CreateConnectionAsync("bench consumer", cancel);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await channel.ExchangeDeclareAsync("gatehouse.results", ExchangeType.Topic, durable: true, cancellationToken: cancel);
        await channel.QueueDeclareAsync(Queue, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancel);
        await channel.QueueBindAsync(Queue, "gatehouse.results", "#", cancellationToken: cancel);
        await channel.BasicQosAsync(0, Prefetch, false, cancel);

        var bare = new BareConsumer(connection, channel, expected);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, d) => bare.arrived.Writer.WriteAsync((d.DeliveryTag, d.Body.ToArray())).AsTask();
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, cancel);
        for (var writer = 0; writer < Writers; writer++)
        {
            _ = bare.KeepAsync(keepAsync);
        }

        return bare;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        // What is acknowledged is not to come again to the next one: a broker under load may still hold acknowledgements when a channel closes, and forgets them.
        await channel.QueueDeleteAsync(Queue);
        await connection.CloseAsync();
        await connection.DisposeAsync();
        stopping.Dispose();
        acknowledging.Dispose();
    }

    /// <summary>Acknowledges up to where everything is kept, if that is news: one acknowledgement for a whole batch, the cheapest there is.</summary>
    private async Task AcknowledgeAsync(ulong first, ulong last)
    {
        // One after the other: the broker closes a channel that acknowledges what an acknowledgement before it has covered.
        await acknowledging.WaitAsync(stopping.Token);
        try
        {
            done[first] = last;
            while (done.Remove(acknowledgeable + 1, out var next))
            {
                acknowledgeable = next;
            }

            if (acknowledgeable > acknowledged)
            {
                await channel.BasicAckAsync(acknowledged = acknowledgeable, multiple: true, stopping.Token);
            }
        }
        finally
        {
            acknowledging.Release();
        }
    }

    private async Task KeepAsync(Func<IReadOnlyList<byte[]>, CancellationToken, Task> keepAsync)
    {
        try
        {
            while (!all.Task.IsCompleted && await arrived.Reader.WaitToReadAsync(stopping.Token))
            {
                await Task.Delay(Linger, stopping.Token);
                var batch = new List<(ulong Tag, byte[] Body)>(Batch);
                // Each batch is a run of tags without a gap.
                lock (arrived)
                {
                    while (batch.Count < Batch && arrived.Reader.TryRead(out var one))
                    {
                        batch.Add(one);
                    }
                }

                if (batch.Count == 0)
                {
                    continue;
                }

                await keepAsync([.. batch.Select(b => b.Body)], stopping.Token);
                await AcknowledgeAsync(batch[0].Tag, batch[^1].Tag);
                if (Interlocked.Add(ref kept, batch.Count) == expected)
                {
                    all.TrySetResult(true);
                }
            }
        }
        catch (Exception e)
        {
            all.TrySetException(e);
        }
    }
}
