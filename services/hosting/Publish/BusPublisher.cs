using Gatehouse.Contracts;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Gatehouse.Hosting;

/// <summary>
/// Publishes to the exchange <c>gatehouse</c> and does not give up: a page counts as published when the broker has confirmed all of
/// it, and is sent again, on a new connection, until then. RabbitMQ.Client itself and not MassTransit, whose publish takes only
/// GUIDs as message ids, cannot set <c>type</c>, and adds headers of its own.
/// </summary>
public sealed class BusPublisher(RabbitMqSettings settings, string name, ILogger<BusPublisher> log) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim turn = new(1);
    private IConnection? connection;
    private ConfirmedChannel? channel;
    private volatile string? blocked;

    /// <summary>What is wrong with the way to the broker; null if nothing is.</summary>
    public string? Trouble { get; private set; } = "not connected yet";

    /// <summary>Whether the exchange has been declared since the start.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Makes sure of the connection and the exchange: whoever wants to hear must be able to bind before anything is said.</summary>
    public Task OpenAsync(CancellationToken cancellation) => PublishAsync([], cancellation);

    /// <summary>Publishes the messages in their order and ends when the broker has confirmed all; only cancelling stops it before.</summary>
    public async Task PublishAsync(IReadOnlyList<BusMessage> page, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            for (var pause = new Backoff(); ;)
            {
                try
                {
                    await TryPublishAsync(page, cancellation);
                    Trouble = null;
                    return;
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    Trouble = e is TimeoutException ? "the broker does not confirm" : e.GetBaseException().Message;
                    log.LogWarning("{Count} messages are not confirmed, trying again: {Reason}", page.Count, Trouble);
                    await CloseAsync();
                    await pause.WaitAsync(cancellation);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task TryPublishAsync(IReadOnlyList<BusMessage> page, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = await ChannelAsync(cancellation);
        var publishing = channel.PublishAsync(Exchanges.Out, page, patience.Token);
        while (await Task.WhenAny(publishing, Task.Delay(Patience, cancellation)) != publishing)
        {
            // A broker that is out of memory says so, and takes what it has been sent when it is well again: sending it anew would not help.
            if (blocked is not { } reason || connection is not { IsOpen: true })
            {
                await patience.CancelAsync();
                throw new TimeoutException();
            }

            Trouble = $"the broker takes no messages: {reason}";
            log.LogWarning("{Trouble}", Trouble);
            cancellation.ThrowIfCancellationRequested();
        }

        await publishing;
    }

    private async Task<ConfirmedChannel> ChannelAsync(CancellationToken cancellation)
    {
        if (channel is { IsOpen: true } usable)
        {
            return usable;
        }

        await CloseAsync();
        var factory = new ConnectionFactory
        {
            HostName = settings.Host,
            Port = settings.Port,
            UserName = settings.User,
            Password = settings.Password,
            VirtualHost = settings.VirtualHost,
            Ssl = new SslOption { Enabled = settings.Tls, ServerName = settings.Host },
            ClientProvidedName = name,
            // We reconnect ourselves: a page has to be sent again anyway.
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = TimeSpan.FromSeconds(5),
        };
        connection = await factory.CreateConnectionAsync(cancellation);
        connection.ConnectionBlockedAsync += (_, e) => Blocked(e.Reason);
        connection.ConnectionUnblockedAsync += (_, _) => Blocked(null);
        channel = await ConfirmedChannel.OpenAsync(connection, Exchanges.Out, cancellation);
        WasOpen = true;
        log.LogInformation("Publishing to {Broker}", settings);
        return channel;
    }

    private Task Blocked(string? reason)
    {
        blocked = reason;
        return Task.CompletedTask;
    }

    private async Task CloseAsync()
    {
        var (oldChannel, oldConnection) = (channel, connection);
        (channel, connection, blocked) = (null, null, null);
        try
        {
            // A broker that is frozen answers nothing: what is left of the old connection then ends without us.
            await CloseAsync(oldConnection, oldChannel).WaitAsync(Farewell);
        }
        catch (Exception e)
        {
            log.LogDebug(e, "A broken connection could not be closed cleanly");
        }
    }

    private static async Task CloseAsync(IConnection? connection, ConfirmedChannel? channel)
    {
        if (connection is not null)
        {
            await connection.AbortAsync(TimeSpan.FromMilliseconds(200));
            await connection.DisposeAsync();
        }

        if (channel is not null)
        {
            await channel.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        turn.Dispose();
    }
}
