using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting;

/// <summary>Runs the service's <see cref="ILeaderWork"/> while this replica holds the lease, and asks for the lease while it does not.</summary>
public sealed class Leader(
    Lease lease, Schema schema, VersionWatch version, IEnumerable<ILeaderWork> works, ILogger<Leader> log)
    : BackgroundService
{
    private readonly ILeaderWork[] works = [.. works];

    /// <summary>Whether this replica leads now.</summary>
    public bool IsLeading { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.AppliedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryTakeAsync(stoppingToken) == true)
            {
                await LeadAsync(stoppingToken);
            }

            // Somebody else leads: the lease is asked for again at the next beat, so a dead leader is followed when it has run out.
            await Task.Delay(Lease.Beat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(CancellationToken stopping)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        log.LogInformation("Leading: {Works}", string.Join(", ", works.Select(w => w.Name)));
        IsLeading = true;
        var running = Task.WhenAll(works.Select(work => KeepRunningAsync(work, leading)));
        try
        {
            // An unanswered renewal is no loss until the lease has run out; a refused one is.
            while (await TryTakeAsync(leading.Token) ?? lease.IsFresh)
            {
                await Task.Delay(Lease.Beat, leading.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping, or a work has lost its fence.
        }

        IsLeading = false;
        await leading.CancelAsync();
        try
        {
            // A work that hangs does not keep the lease: its fence holds without it.
            await running.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
            await lease.ReleaseAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("The lease could not be given back and will run out: {Reason}", e.GetBaseException().Message);
        }

        log.LogInformation("No longer leading");
    }

    /// <summary>Null where the database did not answer.</summary>
    private async Task<bool?> TryTakeAsync(CancellationToken cancellation)
    {
        try
        {
            return await lease.TakeAsync(cancellation);
        }
        catch (OutdatedException e)
        {
            version.Found(e);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("The lease cannot be asked for: {Reason}", e.GetBaseException().Message);
            return null;
        }
    }

    private async Task KeepRunningAsync(ILeaderWork work, CancellationTokenSource leading)
    {
        var pause = new Backoff(cap: TimeSpan.FromSeconds(5));
        while (!leading.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => work.RunAsync(leading.Token), leading.Token);
            }
            catch (Exception) when (leading.IsCancellationRequested)
            {
                return;
            }
            catch (LostFenceException e)
            {
                log.LogWarning("{Work}: {Reason}", work.Name, e.Message);
                if (e is OutdatedException outdated)
                {
                    version.Found(outdated);
                }

                await leading.CancelAsync();
                return;
            }
            catch (Exception e) when (Transient.Is(e))
            {
                log.LogWarning("{Work} is interrupted and will be started again: {Reason}", work.Name, e.GetBaseException().Message);
            }
            catch (Exception e)
            {
                log.LogError(e, "{Work} failed and will be started again", work.Name);
            }

            await pause.WaitAsync(leading.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
