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
    private readonly SemaphoreSlim _turn = new(1);
    private IConnection? _connection;
    private ConfirmedChannel? _channel;
    private volatile string? _blocked;

    /// <summary>What is wrong with the way to the broker; null if nothing is.</summary>
    public string? Trouble { get; private set; } = "not connected yet";

    /// <summary>Whether the exchange has been declared since the start.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Makes sure of the connection and the exchange: whoever wants to hear must be able to bind before anything is said.</summary>
    public Task OpenAsync(CancellationToken cancellation) => PublishAsync([], cancellation);

    /// <summary>Publishes the messages in their order and ends when the broker has confirmed all; only cancelling stops it before.</summary>
    public async Task PublishAsync(IReadOnlyList<BusMessage> page, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
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
            _turn.Release();
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
            if (_blocked is not { } reason || _connection is not { IsOpen: true })
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
        if (_channel is { IsOpen: true } open)
        {
            return open;
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
        _connection = await factory.CreateConnectionAsync(cancellation);
        _connection.ConnectionBlockedAsync += (_, e) => Blocked(e.Reason);
        _connection.ConnectionUnblockedAsync += (_, _) => Blocked(null);
        _channel = await ConfirmedChannel.OpenAsync(_connection, Exchanges.Out, cancellation);
        WasOpen = true;
        log.LogInformation("Publishing to {Broker}", settings);
        return _channel;
    }

    private Task Blocked(string? reason)
    {
        _blocked = reason;
        return Task.CompletedTask;
    }

    private async Task CloseAsync()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection, _blocked) = (null, null, null);
        try
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
        catch (Exception e)
        {
            log.LogDebug(e, "A broken connection could not be closed cleanly");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
    }
}
