namespace Gatehouse.Benchmarks;

/// <summary>What a result costs over the store as it is, and how long a verdict takes.</summary>
internal sealed record HistoryProbe(double PerSecond, Cost Cost, IReadOnlyList<double> Verdicts)
{
    public const int Builds = 10;

    /// <summary>Starts the services, measures, stops them.</summary>
    public static async Task<HistoryProbe> MeasureAsync(Rig rig, string name, HistoryOptions options, CancellationToken cancel)
    {
        await rig.StartServicesAsync();
        List<(double PerSecond, Cost Cost)> rounds = [];
        await using var bus = await Bus.ConnectAsync(rig.Store.RabbitMq, cancel);
        await using (var drive = await rig.DriveAsync(cancel))
        {
            var meter = new Meter(drive.Log, () => rig.Processes);
            await drive.FloodAsync(FloodDrive.WarmUp($"{name}-W"), everything: true, cancel);
            for (var round = 0; round < options.Rounds; round++)
            {
                rounds.Add(await RoundAsync(drive, meter, Flood.Of($"{name}-{round}", options.Updates, Builds), cancel));
            }
        }

        var probe = new VerdictProbe(bus);
        await probe.SampleAsync($"{name.ToLowerInvariant()}-w", Latency.WarmUp, () => true);
        var verdicts = await probe.SampleAsync(name.ToLowerInvariant(), options.Samples, () => !cancel.IsCancellationRequested);
        await rig.StopServicesAsync();
        return new(Quantiles.Median([.. rounds.Select(r => r.PerSecond)]), Cost.Median([.. rounds.Select(r => r.Cost)]), [.. verdicts.Select(v => v.Verdict)]);
    }

    public void AddTo(Table table, long events, HistoryProbe empty) => table.Add([
        events, PerSecond, PerSecond / empty.PerSecond, Cost.AllCpu, Cost.AllCpu / empty.Cost.AllCpu, Cost.Wal, Cost.Wal / empty.Cost.Wal,
        .. Cost.CpuByName.Cast<object>(), Quantiles.At(Verdicts, 0.5), Quantiles.At(Verdicts, 0.99)]);

    private static async Task<(double PerSecond, Cost Cost)> RoundAsync(FloodDrive drive, Meter meter, Flood flood, CancellationToken cancel)
    {
        await using var defined = await drive.DefinedAsync(flood, cancel);
        await drive.Log.QuietAsync(cancel);
        var before = await meter.ReadAsync(cancel);
        var seconds = await defined.SendAsync(everything: true, cancel);
        return (flood.Results.Count / seconds, (await meter.ReadAsync(cancel)).Since(before, flood.Results.Count));
    }
}
