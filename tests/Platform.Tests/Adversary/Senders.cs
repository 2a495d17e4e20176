using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Brings facts to the platform and does not give up: sent again, as they are, until the broker has confirmed them or the API has said 202.
/// Some are sent twice for no reason.
/// </summary>
internal sealed class Senders : IAsyncDisposable
{
    private const int Batch = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Channel<Fact> waiting = Channel.CreateBounded<Fact>(100);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Fact, bool> confirmed = new();
    private readonly Random random;
    private readonly Task[] sending;
    private int again;

    /// <param name="amqp">The broker.</param>
    /// <param name="apis">Replicas of the API.</param>
    /// <param name="seed">Of the choice which facts go twice.</param>
    public Senders(string amqp, IReadOnlyList<string> apis, int seed)
    {
        random = new Random(seed);
        sending = [SendByAmqpAsync(amqp), SendByAmqpAsync(amqp), SendByHttpAsync(apis)];
    }

    /// <summary>All facts that were ever handed in.</summary>
    public ConcurrentDictionary<Fact, bool> Sent { get; } = new();

    public bool AllConfirmed => Sent.Keys.All(confirmed.ContainsKey);

    /// <summary>How many were sent again, because nobody said that they had arrived.</summary>
    public int Again => Volatile.Read(ref again);

    /// <summary>What was refused, which nothing that is sent here should be.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Hands in a fact; waits while many are under way.</summary>
    public async Task SendAsync(Fact fact, CancellationToken cancel)
    {
        await waiting.Writer.WriteAsync(fact, cancel);
        // Only now: one that nobody has waited for to the end is not sent.
        Sent.TryAdd(fact, true);
        if (random.Next(30) == 0)
        {
            await waiting.Writer.WriteAsync(fact, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task<List<Fact>> NextAsync(int most)
    {
        List<Fact> batch = [await waiting.Reader.ReadAsync(stopping.Token)];
        while (batch.Count < most && waiting.Reader.TryRead(out var fact))
        {
            batch.Add(fact);
        }

        return batch;
    }

    private async Task SendByAmqpAsync(string amqp)
    {
        var factory = new ConnectionFactory { Uri = new Uri(amqp), AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Patience, ContinuationTimeout = Patience };
        IConnection? connection = null;
        IChannel? channel = null;
        while (!stopping.IsCancellationRequested)
        {
            var batch = await NextAsync(Batch);
            while (batch.Count > 0)
            {
                try
                {
                    connection ??= await factory.CreateConnectionAsync(stopping.Token);
                    channel ??= await connection.CreateChannelAsync(new CreateChannelOptions(true, true), stopping.Token);
                    foreach (var exchange in batch.Select(f => f.Exchange).Distinct())
                    {
                        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: stopping.Token).WaitAsync(Patience);
                    }

                    await Task.WhenAll(batch.ToList().Select(async fact =>
                    {
                        var properties = new BasicProperties { ContentType = "application/json", Persistent = true, MessageId = fact.Key };
                        await channel.BasicPublishAsync(fact.Exchange, fact.RoutingKey, mandatory: true, properties, fact.Bytes, stopping.Token);
                        Confirm(batch, fact);
                    })).WaitAsync(Patience, stopping.Token);
                }
                catch (Exception) when (!stopping.IsCancellationRequested)
                {
                    Interlocked.Add(ref again, batch.Count);
                    (connection, channel) = (await AbortAsync(connection), null);
                    await Task.Delay(Pause, stopping.Token);
                }
            }
        }

        await AbortAsync(connection);
    }

    private void Confirm(List<Fact> batch, Fact fact)
    {
        lock (batch)
        {
            batch.Remove(fact);
        }

        confirmed.TryAdd(fact, true);
    }

    private static async Task<IConnection?> AbortAsync(IConnection? connection)
    {
        if (connection is not null)
        {
            // One that the broker blocks does not even close in good order.
            await connection.AbortAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.DisposeAsync().AsTask().WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private async Task SendByHttpAsync(IReadOnlyList<string> apis)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        for (var turn = 0; !stopping.IsCancellationRequested;)
        {
            foreach (var kind in (await NextAsync(4)).GroupBy(f => f.Kind))
            {
                while (!await PostAsync(http, $"{apis[turn++ % apis.Count]}/api/v1/{kind.Key}s", [.. kind.Distinct()]))
                {
                    Interlocked.Increment(ref again);
                    await Task.Delay(Pause, stopping.Token);
                }
            }
        }
    }

    private async Task<bool> PostAsync(HttpClient http, string url, List<Fact> facts)
    {
        try
        {
            using var body = new StringContent($"[{string.Join(',', facts.Select(f => f.Text))}]", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(url), body, stopping.Token);
            if (answer.StatusCode is HttpStatusCode.Accepted)
            {
                facts.ForEach(f => confirmed.TryAdd(f, true));
                return true;
            }

            if ((int)answer.StatusCode < 500)
            {
                Refused.Enqueue($"{url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stopping.Token)}");
                facts.ForEach(f => confirmed.TryAdd(f, true));
                return true;
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException && !stopping.IsCancellationRequested)
        {
            // Sent again.
        }

        return false;
    }
}
