using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>How long update tooling waits for a verdict after the last result, on a system that has nothing else to do.</summary>
internal static class Latency
{
    public const int WarmUp = 20;

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(FileInfo? endpoints, int samples, TimeSpan atMost, LoadOptions? load, TextWriter output, CancellationToken cancel)
    {
        await using var target = await Target.OpenAsync(endpoints);
        await using var bus = await Bus.ConnectAsync(target.Amqp, cancel);
        var probe = new VerdictProbe(bus);
        var run = $"bench-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        await probe.SampleAsync($"{run}-w", WarmUp, () => true);
        var started = Stopwatch.GetTimestamp();
        var quiet = await probe.SampleAsync(run, samples, () => Stopwatch.GetElapsedTime(started) < atMost && !cancel.IsCancellationRequested);
        if (quiet.Count == 0)
        {
            return 1;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            last result confirmed by the broker -> verdict received
              {Quantiles.Of([.. quiet.Select(s => s.Verdict)])}
            last result published -> confirmed by the broker
              {Quantiles.Of([.. quiet.Select(s => s.Confirm)])}

            {quiet.Count} updates of 2 builds and {quiet[0].Requirements} requirements after {WarmUp} to warm up, one after the other; all results but the last were announced before
            the last was published, persistent, to a quorum queue. Publisher, subscriber and platform on one machine: {Environment.ProcessorCount} cores,
            load average {Machine.LoadAverage} at the end, {(endpoints is null ? "a platform of its own" : endpoints.FullName)}.
            """));
        if (load is not null)
        {
            await LoadedLatency.MeasureAsync(target, probe, quiet, load, output, cancel);
        }

        return 0;
    }
}
