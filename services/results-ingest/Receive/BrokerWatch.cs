using Gatehouse.Hosting;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Waits for the broker before the bus connects to it. The bus's own retry pauses for up to half a minute, and ends for good when a login is
/// refused, as it is while a broker that has just started still imports its users. Waiting here, the bus never sees a broker that is away.
/// </summary>
internal sealed class BrokerWatch(
    RabbitMqSettings broker, NewQueues queues, VersionWatch version, IHostApplicationLifetime lifetime,
    TimeProvider clock, ILogger<BrokerWatch> log)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns when the broker takes a connection and has our queues, and the log is not too new for us; throws only
    /// when the service stops before that.
    /// </summary>
    public async Task WaitAsync(ConnectionFactory factory)
    {
        var pause = new Backoff();
        long? said = null;
        while (true)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync([broker.Host], "results-ingest probe", lifetime.ApplicationStopping);
                await queues.MakeAsync(connection, ReceiveStage.Queues, lifetime.ApplicationStopping);
                await connection.CloseAsync(lifetime.ApplicationStopping);
                await UntilNotOutdatedAsync();
                if (said is not null)
                {
                    log.LogInformation("{Broker} is back", broker);
                }

                return;
            }
            catch (Exception e) when (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                if (said is null || clock.GetElapsedTime(said.Value) > Reminder)
                {
                    said = clock.GetTimestamp();
                    log.LogWarning("{Broker} takes no connection: {Reason}. Nothing comes in until it does", broker, e.GetBaseException().Message);
                }

                await pause.WaitAsync(lifetime.ApplicationStopping);
            }
        }
    }

    // What we would be handed belongs to a newer replica (BusPause).
    private async Task UntilNotOutdatedAsync()
    {
        await Signal.WaitAsync(version.Looked, Look, lifetime.ApplicationStopping);
        for (var next = version.Changed.Next; version.Refusal is not null; next = version.Changed.Next)
        {
            await Signal.WaitAsync(next, Look, lifetime.ApplicationStopping);
        }
    }
}
