using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// Knows whether this service is too old for the log, and says so: it is ready for nothing then. It looks every
/// second, at a start and while the service runs, and is told by whoever is refused in between. Where the log goes
/// back to what this service can fold, it goes on by itself.
/// </summary>
public sealed class VersionWatch(NpgsqlDataSource database, TimeProvider clock, ILogger<VersionWatch> log)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private volatile OutdatedException? refusal;
    private readonly TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource outdated = new();

    /// <summary>Why this service is too old; null while it is not.</summary>
    public OutdatedException? Refusal => refusal;

    /// <summary>Ends when it has looked for the first time: until then nothing is known.</summary>
    public Task Looked => looked.Task;

    /// <summary>Cancelled when it becomes too old: what is under way then has come to its end.</summary>
    public CancellationToken Outdated
    {
        get
        {
            lock (gate)
            {
                return outdated.Token;
            }
        }
    }

    /// <summary>Pulses when it has become too old, or is no longer.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Somebody was refused: there is no need to look.</summary>
    public void Found(OutdatedException found) => Set(found.Needed);

    /// <summary>Unhealthy while it is too old, with both versions.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(refusal is { } why
            ? HealthCheckResult.Unhealthy(why.Message)
            : HealthCheckResult.Healthy($"{LogVersion.Own}"));

    public override void Dispose()
    {
        outdated.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The tables may not be there yet, and never will be if they are not for us: nothing is waited for.
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                Set(await LogVersion.LeastAsync(connection, stoppingToken));
                looked.TrySetResult();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Others say that the store is away; what is known holds.
                log.LogDebug(e, "The version of the log cannot be looked at");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Set(int least)
    {
        lock (gate)
        {
            if (least == (refusal?.Needed ?? Math.Min(least, LogVersion.Own)))
            {
                return;
            }

            var was = refusal;
            refusal = least > LogVersion.Own ? new OutdatedException(least) : null;
            if (refusal is { } why)
            {
                log.LogCritical("{Reason}. It stands still, and changes nothing", why.Message);
                // Whoever listens may take its time, and may ask us.
                _ = outdated.CancelAsync();
            }
            else
            {
                log.LogInformation("The log goes on by version {Version} again", LogVersion.Own);
            }

            if (was is not null && refusal is null)
            {
                outdated = new CancellationTokenSource();
            }
        }

        Changed.Pulse();
    }
}
