using Gatehouse.Hosting;
using MassTransit;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Takes nothing from the bus while this service is too old for the log (rule 16): its consumers leave the queues, and
/// what they hold goes back, to a newer replica or to wait for one. Where the log goes back, they come back.
/// </summary>
internal sealed class BusPause(
    IBusControl bus, VersionWatch version, WatchedQueues queues, ILogger<BusPause> log)
    : BackgroundService
{
    // One that is still starting is stopped once it consumes; one that waits for its broker is kept there, by
    // BrokerWatch.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(30);

    private bool paused;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = version.Changed.Next;
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The bus does not follow yet: {Reason}", e.GetBaseException().Message);
            }

            await Signal.WaitAsync(next, Look, stoppingToken);
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        if (version.Refusal is not null && queues.Channels.Count > 0)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            enough.CancelAfter(StopWait);
            await bus.StopAsync(enough.Token);
            paused = true;
            log.LogWarning("Nothing is taken from the input queues: messages wait there");
        }
        else if (version.Refusal is null && paused)
        {
            await bus.StartAsync(stopping);
            paused = false;
            log.LogInformation("Messages are taken from the input queues again");
        }
    }
}
