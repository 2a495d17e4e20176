using Gatehouse.Hosting;
using MassTransit;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Ends the process when the bus is stuck. A broker that dies while the bus declares its queues can leave one endpoint faulted for good:
/// MassTransit retries only what it takes for a lost connection. Whoever runs the service starts it again, and nothing is lost by that, since
/// what is not acknowledged is still in its queue.
/// </summary>
internal sealed class BusWatch(
    IBusControl bus, RabbitMqSettings broker, VersionWatch version, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<BusWatch> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Longer than the bus's own retries take once the broker is back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? stuckSince = null;
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Stopped on purpose is not stuck.
            if (version.Refusal is not null || bus.CheckHealth().Status == BusHealthStatus.Healthy
                || !await BrokerAnswersAsync(stoppingToken))
            {
                stuckSince = null;
            }
            else if (clock.GetElapsedTime(stuckSince ??= clock.GetTimestamp()) > Patience)
            {
                End();
                return;
            }
        }
    }

    // A login and not just an open port: with a wrong password, or a proxy before a broker that is away, another process would fare no better.
    private async Task<bool> BrokerAnswersAsync(CancellationToken cancellation)
    {
        try
        {
            var factory = broker.Connections(Look);
            await using var connection = await factory.CreateConnectionAsync("results-ingest watch", cancellation);
            await connection.CloseAsync(cancellation);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private void End()
    {
        const string why = "The bus is stuck although the broker answers: this process ends, to be started again by whoever runs it";
        log.LogCritical("{Why}", why);
        Environment.ExitCode = 1;
        lifetime.StopApplication();

        // What is stuck may not stop either.
        _ = Task.Delay(StopWait, clock, CancellationToken.None).ContinueWith(_ => Environment.FailFast(why), TaskScheduler.Default);
    }
}
