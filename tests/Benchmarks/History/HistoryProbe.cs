namespace Gatehouse.Benchmarks;

/// <summary>What a result costs over a store as it is, and how long a verdict takes: measured in turn with another store, so that both meet the same machine.</summary>
internal sealed class HistoryProbe : IAsyncDisposable
{
    public const int Builds = 10;

    private readonly List<(double PerSecond, Cost Cost)> floods = [];
    private readonly List<double> verdicts = [];
    private readonly string name;
    private readonly Rig rig;
    private readonly FloodDrive drive;
    private readonly Bus bus;
    private readonly Meter meter;

    private HistoryProbe(string name, Rig rig, FloodDrive drive, Bus bus) =>
        (this.name, this.rig, this.drive, this.bus, meter) = (name, rig, drive, bus, new(drive.Log, () => rig.Processes));

    // The median of all floods.
    private double PerSecond => Quantiles.Median([.. floods.Select(f => f.PerSecond)]);

    /// <summary>Starts the services and warms them up: until they are disposed they have nothing to do but in their turns.</summary>
    /// <param name="name">Begins the aliases.</param>
    public static async Task<HistoryProbe> StartAsync(string name, Rig rig, HistoryOptions options, CancellationToken cancel)
    {
        await rig.StartServicesAsync();
        var probe = new HistoryProbe(name, rig, await rig.DriveAsync(cancel), await Bus.ConnectAsync(rig.Store.RabbitMq, cancel));
        await probe.drive.FloodAsync(Flood.Of($"{name}-W", options.Updates, Builds), everything: true, cancel);
        await probe.SampleAsync("w", Latency.WarmUp, cancel);
        return probe;
    }

    /// <summary>Measures a flood.</summary>
    public async Task FloodAsync(int updates, CancellationToken cancel)
    {
        var flood = Flood.Of($"{name}-{floods.Count}", updates, Builds);
        await using var defined = await drive.DefinedAsync(flood, cancel);
        await drive.Log.QuietAsync(cancel);
        var before = await meter.ReadAsync(cancel);
        var seconds = await defined.SendAsync(everything: true, cancel);
        floods.Add((flood.Results.Count / seconds, (await meter.ReadAsync(cancel)).Since(before, flood.Results.Count)));
        await drive.Log.QuietAsync(cancel);
    }

    /// <summary>Measures verdicts, one after the other.</summary>
    public async Task VerdictsAsync(int samples, CancellationToken cancel) => verdicts.AddRange(await SampleAsync("q", samples, cancel));

    /// <summary>Adds a row.</summary>
    /// <param name="events">How many events were there before.</param>
    /// <param name="empty">What was measured of an empty store in turn.</param>
    public void AddTo(Table table, long events, HistoryProbe empty)
    {
        var (cost, unit) = (Cost.Median([.. floods.Select(f => f.Cost)]), Cost.Median([.. empty.floods.Select(f => f.Cost)]));
        table.Add([
            events, PerSecond, empty.PerSecond / PerSecond, cost.AllCpu, cost.AllCpu / unit.AllCpu, cost.Wal, cost.Wal / unit.Wal,
            .. cost.CpuByName.Cast<object>(), Quantiles.At(verdicts, 0.5), Quantiles.At(verdicts, 0.99)]);
    }

    public async ValueTask DisposeAsync()
    {
        await drive.DisposeAsync();
        await bus.DisposeAsync();
        await rig.StopServicesAsync();
    }

    private async Task<IEnumerable<double>> SampleAsync(string which, int samples, CancellationToken cancel) =>
        (await new VerdictProbe(bus).SampleAsync($"{name.ToLowerInvariant()}-{which}", samples, () => !cancel.IsCancellationRequested)).Select(v => v.Verdict);
}
