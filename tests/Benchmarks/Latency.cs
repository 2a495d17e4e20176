using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Benchmarks;

/// <summary>How long update tooling waits for a verdict after the last result, on a system that has nothing else to do.</summary>
internal static class Latency
{
    private const int WarmUp = 20;

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(FileInfo? endpoints, int samples, TimeSpan atMost, TextWriter output, CancellationToken cancel)
    {
        await using var target = await Target.OpenAsync(endpoints);
        await using var bus = await Bus.ConnectAsync(target.Amqp, cancel);
        var run = $"bench-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        for (var n = 0; n < WarmUp; n++)
        {
            await SampleAsync(bus, $"{run}-w{n}");
        }

        var (confirms, verdicts, started, requirements) = (new List<double>(), new List<double>(), Stopwatch.GetTimestamp(), 0);
        for (var n = 0; n < samples && Stopwatch.GetElapsedTime(started) < atMost && !cancel.IsCancellationRequested; n++)
        {
            var sample = await SampleAsync(bus, $"{run}-{n}");
            verdicts.Add(Milliseconds(sample.Confirmed, sample.Verdict));
            confirms.Add(Milliseconds(sample.Sent, sample.Confirmed));
            requirements = sample.Requirements;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            last result confirmed by the broker -> verdict received
              {Quantiles.Of(verdicts)}
            last result published -> confirmed by the broker
              {Quantiles.Of(confirms)}

            {verdicts.Count} updates of 2 builds and {requirements} requirements after {WarmUp} to warm up, one after the other; all results but the last were announced before
            the last was published, persistent, to a quorum queue. Publisher, subscriber and platform on one machine: {Environment.ProcessorCount} cores,
            load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end, {(endpoints is null ? "a platform of its own" : endpoints.FullName)}.
            """));
        return verdicts.Count > 0 ? 0 : 1;
    }

    private static async Task<(long Sent, long Confirmed, long Verdict, int Requirements)> SampleAsync(Bus bus, string alias)
    {
        var opened = bus.Hear($"gate.opened {alias}");
        await bus.PublishAsync("gatehouse.updates", $"update.{alias}", new
        {
            alias,
            product_version = Target.ProductVersion,
            decision_contexts = new[] { Target.DecisionContext },
            builds = new[] { $"{alias}-1-1", $"{alias}-2-1" },
            time = DateTimeOffset.UtcNow,
        });

        // Whatever the policies in force ask of it, in their order.
        var required = (await opened).Body.GetProperty("unsatisfied").EnumerateArray().ToList();
        var announced = new List<Task>();
        foreach (var requirement in required.SkipLast(1))
        {
            var id = Guid.CreateVersion7();
            announced.Add(bus.Hear(id.ToString()));
            await PassAsync(bus, id, requirement);
        }

        await Task.WhenAll(announced);
        var complete = bus.Hear($"gate.complete {alias}");
        var (sent, confirmed) = await PassAsync(bus, Guid.CreateVersion7(), required[^1]);
        return (sent, confirmed, (await complete).At, required.Count);
    }

    private static Task<(long Sent, long Confirmed)> PassAsync(Bus bus, Guid id, JsonElement requirement) =>
        bus.PublishAsync("gatehouse.results", $"result.koji_build.{requirement.GetProperty("testcase").GetString()}", new
        {
            id,
            subject = requirement.GetProperty("subject"),
            testcase = requirement.GetProperty("testcase"),
            scenario = requirement.GetProperty("scenario"),
            arch = requirement.GetProperty("arch"),
            outcome = "PASSED",
            submit_time = DateTimeOffset.UtcNow,
        });

    private static double Milliseconds(long from, long to) => (to - from) * 1_000.0 / Stopwatch.Frequency;
}
