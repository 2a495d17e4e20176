using Gatehouse.Hosting;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// What the watermark asks of the broker, by a connection of its own: RabbitMQ stops reading from one that publishes
/// while it is short of memory or disk, and the bus has to go on acknowledging then. Opened when it is needed, and
/// anew after any failure.
/// </summary>
internal sealed class WatermarkBroker(RabbitMqSettings settings) : IAsyncDisposable
{
    /// <summary>
    /// The exchange that brings probes to their queues: by the default one it would take a permission that nothing
    /// else here needs.
    /// </summary>
    public const string Probes = "gatehouse.results-ingest.watermark";

    // Shorter than a round may go undriven.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly CreateChannelOptions Confirmed =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private readonly SemaphoreSlim turn = new(1);
    private IConnection? connection;
    private IChannel? channel;

    /// <summary>A name for a queue of probes; nobody else makes one of it.</summary>
    public static string ProbeOf(string queue) => $"{queue}.watermark.{Guid.NewGuid():n}";

    public static Task DeclareProbesAsync(IChannel channel, CancellationToken cancellation) =>
        channel.ExchangeDeclareAsync(
            Probes, ExchangeType.Direct, durable: false, autoDelete: false, cancellationToken: cancellation);

    /// <summary>Looks at queues, one after the other. Throws where the broker is away, or one of them.</summary>
    public Task<IReadOnlyList<QueueLook>> LookAsync(
        IReadOnlyList<string> queues, CancellationToken cancellation) => AskAsync(
        async (channel, patience) =>
        {
            var looks = new List<QueueLook>();
            foreach (var queue in queues)
            {
                var found = await channel.QueueDeclarePassiveAsync(queue, patience);
                looks.Add(new QueueLook(queue, found.MessageCount, found.ConsumerCount));
            }

            return (IReadOnlyList<QueueLook>)looks;
        },
        cancellation);

    /// <summary>Publishes a probe; it is in its queue when this returns.</summary>
    public Task PublishAsync(string probe, CancellationToken cancellation) => AskAsync(
        async (channel, patience) =>
        {
            await channel.BasicPublishAsync(Probes, probe, mandatory: true, ReadOnlyMemory<byte>.Empty, patience);
            return true;
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        turn.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<IChannel, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await TryAsync(ask, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await CloseAsync();
            throw new TimeoutException($"the broker has not answered for {Patience.TotalSeconds} s");
        }
        catch (Exception)
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<T> TryAsync<T>(Func<IChannel, CancellationToken, Task<T>> ask, CancellationToken patience)
    {
        if (channel is not { IsOpen: true })
        {
            await CloseAsync();
            var factory = settings.Connections(Patience);
            connection = await factory.CreateConnectionAsync("results-ingest watermark", patience);
            channel = await connection.CreateChannelAsync(Confirmed, patience);
            await DeclareProbesAsync(channel, patience);
        }

        return await ask(channel, patience);
    }

    private async Task CloseAsync()
    {
        var closing = connection;
        (connection, channel) = (null, null);
        if (closing is not null)
        {
            await closing.AbortAsync(Patience);
            await closing.DisposeAsync();
        }
    }
}
