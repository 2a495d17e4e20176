using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Platform.Tests;

/// <summary>A message as the adversary's subscriber heard it.</summary>
internal sealed record Word(string RoutingKey, string MessageId, string Type, string Body);

/// <summary>A subscriber with a durable queue of its own, which connects again whenever it must, and acknowledges what it has noted.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private const string Queue = "adversary";
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<Word> words = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Task hearing;
    private object? current;

    public Ear(string amqp) => hearing = HearAsync(amqp);

    /// <summary>Ends when nothing that is said from then on is missed.</summary>
    public Task Bound => bound.Task;

    /// <summary>Everything in the order heard, repeats too.</summary>
    public IReadOnlyList<Word> All
    {
        get
        {
            lock (gate)
            {
                return [.. words];
            }
        }
    }

    /// <summary>How many different messages.</summary>
    public int Different
    {
        get
        {
            lock (gate)
            {
                return ids.Count;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task HearAsync(string amqp)
    {
        var factory = new ConnectionFactory { Uri = new Uri(amqp), AutomaticRecoveryEnabled = false, RequestedHeartbeat = TimeSpan.FromSeconds(4) };
        while (!stopping.IsCancellationRequested)
        {
            IConnection? connection = null;
            try
            {
                var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connection = await factory.CreateConnectionAsync(stopping.Token);
                connection.ConnectionShutdownAsync += (_, _) =>
                {
                    lost.TrySetResult();
                    return Task.CompletedTask;
                };
                await ConsumeAsync(connection);
                bound.TrySetResult();
                await lost.Task.WaitAsync(stopping.Token);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                await Task.Delay(100, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                if (connection is not null)
                {
                    await connection.AbortAsync(TimeSpan.FromMilliseconds(200)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await connection.DisposeAsync();
                }
            }
        }
    }

    private async Task ConsumeAsync(IConnection connection)
    {
        var me = new object();
        var channel = await connection.CreateChannelAsync(cancellationToken: stopping.Token);
        await channel.ExchangeDeclareAsync("gatehouse", ExchangeType.Topic, durable: true, cancellationToken: stopping.Token);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: stopping.Token);
        await channel.QueueBindAsync(Queue, "gatehouse", "#", cancellationToken: stopping.Token);
        await channel.BasicQosAsync(0, 200, global: false, stopping.Token);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            lock (gate)
            {
                // What an old connection still had in hand comes again, in its place.
                if (me != current)
                {
                    return;
                }

                var id = delivery.BasicProperties.MessageId ?? "";
                words.Add(new Word(delivery.RoutingKey, id, delivery.BasicProperties.Type ?? "", Encoding.UTF8.GetString(delivery.Body.Span)));
                ids.Add(id);
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stopping.Token);
        };
        lock (gate)
        {
            current = me;
        }

        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stopping.Token);
    }
}
