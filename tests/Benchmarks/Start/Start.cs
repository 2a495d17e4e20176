using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>How long services take to be ready on existing data, each alone and all at once, and what they need while they run.</summary>
internal static class Start
{
    private const int Builds = 10;

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int times, int updates, TimeSpan idle, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync();
        await rig.StartServicesAsync();
        await using var drive = await rig.DriveAsync(cancel);
        var past = Flood.Of("PAST", updates, Builds);
        await drive.FloodAsync(past, everything: true, cancel);
        await rig.StopServicesAsync();

        var starts = new Table("start to ready", "median ms", "fastest ms", "slowest ms", "N");
        foreach (var only in (string[][])[["results-ingest"], ["projections"], ["gating"], []])
        {
            var taken = new List<double>();
            for (var time = 0; time < times; time++)
            {
                var started = Stopwatch.GetTimestamp();
                await rig.StartServicesAsync(only);
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await rig.StopServicesAsync();
            }

            starts.Add(only is [var one] ? one : "all three at once", Quantiles.Median(taken), taken.Min(), taken.Max(), times);
        }

        await rig.StartServicesAsync();
        var consumption = await Consumption.MeasureAsync(rig, drive, Flood.Of("LOAD", updates, Builds), idle, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {starts}

            From the start of the process to /health/ready, asked every 50 ms; servers run, {past.Results.Count:#,0} results and their views and gates are there and up to date.

            {consumption}

            Resident: of the process alone, in MB; together: with those under it, shared memory counted once. CPU in % of one core. Idle: {idle.TotalSeconds:0} s after the start, CPU over
            the second half of that. Load: {past.Results.Count:#,0} more results as fast as they go, the most that was seen, looked at every {Consumption.Look.TotalMilliseconds:0} ms. {Machine.Circumstances}
            """));
        return 0;
    }
}
