using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>How the latency under load is measured.</summary>
/// <param name="Sustained">Results a second that the platform sustains with everything on; null: measured first.</param>
/// <param name="Each">How long each load lasts.</param>
internal sealed record LoadOptions(int? Sustained, TimeSpan Each);

/// <summary>The same as <see cref="Latency"/> while results of other updates come at a steady pace.</summary>
internal static class LoadedLatency
{
    private const int Builds = 10;
    private const int SlowPace = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly (string Name, double Share)[] Shares = [("50 %", 0.5), ("80 %", 0.8)];

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(
        Target target, VerdictProbe probe, IReadOnlyList<VerdictSample> quiet, LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        await using var drive = await FloodDrive.ConnectAsync(target.Amqp, target.Postgres, cancel);
        var run = $"LOAD-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        await drive.FloodAsync(FloodDrive.WarmUp($"{run}-W"), everything: true, cancel);
        var sustained = options.Sustained ?? await SustainedAsync(drive, run, cancel);

        var table = new Table("load", "asked per s", "published per s", "p50 ms", "p90 ms", "p99 ms", "max ms", "N", "longest stall ms", "behind at the end ms");
        Add(table, "quiet", 0, new(quiet, double.NaN, double.NaN, double.NaN));
        foreach (var (name, pace) in Shares.Select(s => (s.Name, sustained * s.Share)).Prepend(("500/s", SlowPace)))
        {
            Add(table, name, pace, await UnderAsync(target, drive, probe, $"{run}-{pace:0}", pace, options.Each, cancel));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            last result confirmed by the broker -> verdict received, while results of other updates come
            {table}

            Each load lasts {options.Each.TotalSeconds:0} s; its updates, of {Builds} builds, were defined before. 100 % is {sustained:0} results/s{(options.Sustained is null ? ", measured in this run with everything on" : ", as given")}.
            Longest stall: the longest time without an announcement from the first publish of the load to its last. Behind: from its last confirm to its last announcement heard.
            {Machine.Circumstances}
            """));
    }

    private static async Task<double> SustainedAsync(FloodDrive drive, string run, CancellationToken cancel)
    {
        var flood = Flood.Of($"{run}-S", updates: 400, Builds);
        return flood.Results.Count / await drive.FloodAsync(flood, everything: true, cancel);
    }

    private static async Task<Outcome> UnderAsync(
        Target target, FloodDrive drive, VerdictProbe probe, string name, double pace, TimeSpan each, CancellationToken cancel)
    {
        var flood = Flood.Of(name, (int)Math.Ceiling(pace * each.TotalSeconds / (Builds * Flood.Cells)), Builds);
        await drive.DefineAsync(flood, cancel);
        await drive.Log.QuietAsync(cancel);

        await using var watch = await StallWatch.StartAsync(target.Amqp, flood.Results.Count, cancel);
        var started = Stopwatch.GetTimestamp();
        var publishing = PublishAsync();
        var samples = await probe.SampleAsync($"probe-{name.ToLowerInvariant()}", int.MaxValue, () => !publishing.IsCompleted);
        var published = await publishing;
        await watch.All.WaitAsync(Patience, cancel);
        return new(samples, flood.Results.Count / published.TotalSeconds, watch.Longest.TotalMilliseconds, (Stopwatch.GetElapsedTime(started, watch.Last) - published).TotalMilliseconds);

        async Task<TimeSpan> PublishAsync()
        {
            await drive.PublishAsync(flood.Results, pace, cancel);
            return Stopwatch.GetElapsedTime(started);
        }
    }

    private static void Add(Table table, string name, double pace, Outcome outcome)
    {
        var verdicts = outcome.Samples.Select(s => s.Verdict).ToList();
        table.Add(name, pace, outcome.Published, Quantiles.At(verdicts, 0.5), Quantiles.At(verdicts, 0.9), Quantiles.At(verdicts, 0.99), Quantiles.At(verdicts, 1),
            verdicts.Count, outcome.Stall, outcome.Behind);
    }

    private sealed record Outcome(IReadOnlyList<VerdictSample> Samples, double Published, double Stall, double Behind);
}
