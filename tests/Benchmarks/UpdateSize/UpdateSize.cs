using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What one result costs as its update grows: results one at a time, the worst there is, since each is a page of its own for every fold, and in bulk.
/// </summary>
internal static class UpdateSize
{
    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(IReadOnlyList<int> sizes, int rounds, int trickle, int bulk, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync();
        await rig.StartServicesAsync();
        await using var drive = await rig.DriveAsync(cancel);
        await using var trickler = await Trickler.ConnectAsync(rig.Store.RabbitMq, drive.Log, cancel);
        var meter = new Meter(drive.Log, () => rig.Processes);
        await drive.FloodAsync(FloodDrive.WarmUp(), everything: true, cancel);
        await TrickleAsync(drive, trickler, meter, "WARM-T", builds: 1, trickle, cancel);

        List<(int Builds, Cost Trickle, Cost Bulk)> measured = [];
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var builds in sizes)
            {
                await output.WriteLineAsync($"round {round}: {builds} builds ...");
                measured.Add((
                    builds,
                    await TrickleAsync(drive, trickler, meter, $"TRICKLE-{round}-{builds}", builds, trickle, cancel),
                    await BulkAsync(drive, meter, $"BULK-{round}-{builds}", builds, bulk, cancel)));
            }
        }

        // At the end: services that have just been busy for the first time compile for a while.
        await drive.Log.QuietAsync(cancel);
        var resting = await RestingAsync(meter, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {trickle} results one at a time, none of which completes its update: the next is published when the last is announced, and folded by gating
            {Print(measured.Select(m => (m.Builds, m.Trickle)))}

            in bulk, at least {bulk} results, until the last announcement and verdict have been heard (an update of one build brings a verdict every {Flood.Cells} results)
            {Print(measured.Select(m => (m.Builds, m.Bulk)))}

            For each result: milliseconds of the clock, bytes of write-ahead log, microseconds of CPU of each process and those under it; (x): in relation to the first
            row. Idle, all processes together take {resting.AllCpu / 1_000:0.0} ms of CPU a second, which is in the figures too. Every build has {Flood.Cells} cells. The log and the
            views grow all the time. Medians of {rounds} rounds of all sizes. {Machine.Circumstances}
            """));
        return 0;
    }

    private static Table Print(IEnumerable<(int Builds, Cost Cost)> measured)
    {
        var table = new Table(["builds", "ms", "(x)", "WAL bytes", "(x)", "CPU us", "(x)", .. Meter.Names]);
        Cost? first = null;
        foreach (var row in measured.GroupBy(m => m.Builds, m => m.Cost))
        {
            var (builds, cost) = (row.Key, Cost.Median([.. row]));
            first ??= cost;
            table.Add([builds, cost.Milliseconds, cost.Milliseconds / first.Milliseconds, cost.Wal, cost.Wal / first.Wal, cost.AllCpu, cost.AllCpu / first.AllCpu, .. cost.CpuByName.Cast<object>()]);
        }

        return table;
    }

    // The last cell of each update stays open, so that no verdict is paid for by few results and not by others.
    private static async Task<Cost> TrickleAsync(
        FloodDrive drive, Trickler trickler, Meter meter, string name, int builds, int results, CancellationToken cancel)
    {
        var cells = (builds * Flood.Cells) - 1;
        var flood = Flood.Of(name, (int)Math.Ceiling(results / (double)cells), builds);
        await drive.DefineAsync(flood, cancel);
        await drive.Log.QuietAsync(cancel);
        var some = flood.Results.SkipLast(flood.Definitions.Count).Take(results).ToList();

        var before = await meter.ReadAsync(cancel);
        foreach (var result in some)
        {
            await trickler.SendAsync(result, cancel);
        }

        return (await meter.ReadAsync(cancel)).Since(before, some.Count);
    }

    private static async Task<Cost> BulkAsync(FloodDrive drive, Meter meter, string name, int builds, int results, CancellationToken cancel)
    {
        var flood = Flood.Of(name, (int)Math.Ceiling(results / (double)(builds * Flood.Cells)), builds);
        await using var defined = await drive.DefinedAsync(flood, cancel);
        await drive.Log.QuietAsync(cancel);
        var before = await meter.ReadAsync(cancel);
        await defined.SendAsync(everything: true, cancel);
        await drive.Log.FoldedAsync(await drive.Log.LastAsync(cancel), cancel);
        return (await meter.ReadAsync(cancel)).Since(before, flood.Results.Count);
    }

    /// <summary>What a second costs in which nothing happens.</summary>
    private static async Task<Cost> RestingAsync(Meter meter, CancellationToken cancel)
    {
        const int Seconds = 5;
        var before = await meter.ReadAsync(cancel);
        await Task.Delay(TimeSpan.FromSeconds(Seconds), cancel);
        return (await meter.ReadAsync(cancel)).Since(before, Seconds);
    }
}
