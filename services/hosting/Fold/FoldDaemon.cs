using JasperFx;
using Marten;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting;

/// <summary>Marten's daemon with this service's folds, on whoever leads. A fold that has stopped is begun again, from its checkpoint.</summary>
public sealed class FoldDaemon(IDocumentStore store, IEnumerable<LogFold> folds, ILoggerFactory logs) : ILeaderWork
{
    // Marten tells nobody that it has stopped a fold: its agents have to be looked at.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private readonly LogFold[] folds = [.. folds];

    /// <inheritdoc />
    public string Name => "folds " + string.Join(", ", folds.Select(f => f.Name));

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken leading)
    {
        foreach (var fold in folds)
        {
            await fold.BeginAsync(leading);
        }

        string? why;
        using var daemon = await store.BuildProjectionDaemonAsync(logger: logs.CreateLogger("Marten.Daemon"));
        try
        {
            await daemon.StartAllAsync();
            while (!folds.Any(f => f.Failure is LostFenceException) && daemon.CurrentAgents().All(a => a.Status == AgentStatus.Running))
            {
                await Task.Delay(Look, leading);
            }

            why = daemon.CurrentAgents().Select(a => a.Failure?.Detail ?? a.Failure?.Message).FirstOrDefault(f => f is not null);
        }
        finally
        {
            await daemon.StopAllAsync();
        }

        throw folds.Select(f => f.Failure).FirstOrDefault(f => f is not null) ?? new InvalidOperationException($"the daemon has stopped a fold: {why}");
    }
}
