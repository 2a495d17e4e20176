using System.Threading.Channels;
using RabbitMQ.Client;

namespace Gatehouse.Platform.Tests;

/// <summary>A publisher, which connects again when it must and publishes again whatever was not confirmed.</summary>
internal sealed class BusSender(string amqp, Fates fates)
{
    private const int Batch = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(ChannelReader<Fact> waiting, CancellationToken stopping)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(amqp),
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
        };
        IConnection? connection = null;
        IChannel? channel = null;
        while (!stopping.IsCancellationRequested)
        {
            var batch = await waiting.NextAsync(Batch, stopping);
            while (batch.Count > 0)
            {
                try
                {
                    connection ??= await factory.CreateConnectionAsync(stopping);
                    channel ??= await connection.CreateChannelAsync(new CreateChannelOptions(true, true), stopping);
                    await PublishAsync(channel, batch, stopping);
                }
                catch (Exception) when (!stopping.IsCancellationRequested)
                {
                    fates.SentAgain(batch.Count);
                    (connection, channel) = (await AbortAsync(connection), null);
                    await Task.Delay(Pause, stopping);
                }
            }
        }

        await AbortAsync(connection);
    }

    private async Task PublishAsync(IChannel channel, List<Fact> batch, CancellationToken stopping)
    {
        foreach (var exchange in batch.Select(f => f.Exchange).Distinct())
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: stopping)
                .WaitAsync(Patience, stopping);
        }

        fates.Goes(batch);
        await Task.WhenAll(batch.ToList().Select(async fact =>
        {
            var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
            if (fact.MessageId is { } id)
            {
                properties.MessageId = id;
            }

            if (fact.ByUser)
            {
                properties.UserId = Story.User;
            }

            await channel.BasicPublishAsync(
                fact.Exchange, fact.RoutingKey, mandatory: true, properties, fact.Bytes, stopping);
            lock (batch)
            {
                batch.Remove(fact);
            }

            fates.Confirmed(fact);
            fates.Done(1);
        })).WaitAsync(Patience, stopping);
    }

    private static async Task<IConnection?> AbortAsync(IConnection? connection)
    {
        if (connection is not null)
        {
            // One that the broker blocks does not even close in good order.
            await connection.AbortAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Patience)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.DisposeAsync().AsTask().WaitAsync(Patience)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }
}

/// <summary>Facts that wait to be sent.</summary>
internal static class Waiting
{
    /// <summary>At least one, and those that are there, too.</summary>
    public static async Task<List<Fact>> NextAsync(
        this ChannelReader<Fact> waiting, int most, CancellationToken stopping)
    {
        List<Fact> batch = [await waiting.ReadAsync(stopping)];
        while (batch.Count < most && waiting.TryRead(out var fact))
        {
            batch.Add(fact);
        }

        return batch;
    }
}
