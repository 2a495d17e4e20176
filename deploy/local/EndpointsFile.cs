namespace Gatehouse.Local;

/// <summary>
/// Keeps <c>endpoints.json</c> true while the platform runs: looks at the pids several times a second and replaces the file in one step when
/// one has changed. A process that is down at the moment keeps its last pid there until it has a new one. Gone when disposed.
/// </summary>
public sealed class EndpointsFile : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource stopping = new();
    private readonly DataFolder data;
    private readonly IReadOnlyList<SupervisedProcess> processes;
    private readonly TimeProvider time;
    private readonly Dictionary<string, int> pids = [];
    private readonly Task watching;

    private EndpointsFile(DataFolder data, Endpoints nobodyYet, IReadOnlyList<SupervisedProcess> processes, TimeProvider time)
    {
        (this.data, Current, this.processes, this.time) = (data, nobodyYet, processes, time);
        Refresh();
        watching = WatchAsync();
    }

    public Endpoints Current { get; private set; }

    /// <summary>Writes the file and from then on keeps it true.</summary>
    public static EndpointsFile Start(PlatformSettings settings, PrivateServers servers, IReadOnlyList<SupervisedProcess> services, TimeProvider time)
    {
        var urls = GatehouseService.All(settings.Ports).ToDictionary(s => s.Kind, s => s.BaseUrl);
        var nobodyYet = new Endpoints(
            urls[GatehouseService.Projections], urls[GatehouseService.Ingest], urls[GatehouseService.Gating],
            servers.RabbitMq, servers.Postgres, new Dictionary<string, int>());
        return new(settings.Data, nobodyYet, [.. services, .. servers.Processes], time);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
        File.Delete(data.Endpoints);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Refresh()
    {
        var changed = false;
        foreach (var process in processes)
        {
            if (process.WorkerPid is { } pid && pids.GetValueOrDefault(process.Name) != pid)
            {
                pids[process.Name] = pid;
                changed = true;
            }
        }

        if (changed)
        {
            Current = Current with { Processes = new Dictionary<string, int>(pids) };
            DataFolder.WriteSecret(data.Endpoints, Current.ToJson());
        }
    }
}
