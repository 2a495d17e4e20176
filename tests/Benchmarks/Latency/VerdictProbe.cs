using System.Diagnostics;
using System.Text.Json;

namespace Gatehouse.Benchmarks;

/// <summary>How long one update's last result took.</summary>
/// <param name="Confirm">Milliseconds from published to confirmed by the broker.</param>
/// <param name="Verdict">Milliseconds from confirmed to the verdict received.</param>
/// <param name="Requirements">How many requirements the update had.</param>
internal readonly record struct VerdictSample(double Confirm, double Verdict, int Requirements);

/// <summary>
/// Takes updates of two builds through their gate, one after the other, as update tooling and test systems would: everything but the last result
/// has been announced before the last is published.
/// </summary>
internal sealed class VerdictProbe(Bus bus)
{
    /// <summary>Soft passes: a pass to the gate, and told apart by the routing key from a flood's that run at the same time.</summary>
    public const string Outcome = "INFO";

    /// <summary>Takes samples until there are enough, or no more are wanted.</summary>
    /// <param name="name">Begins the aliases.</param>
    public async Task<IReadOnlyList<VerdictSample>> SampleAsync(string name, int atMost, Func<bool> goOn)
    {
        var samples = new List<VerdictSample>();
        while (samples.Count < atMost && goOn())
        {
            samples.Add(await SampleAsync($"{name}-{samples.Count}"));
        }

        return samples;
    }

    private async Task<VerdictSample> SampleAsync(string alias)
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
            await PassAsync(id, requirement);
        }

        await Task.WhenAll(announced);
        var complete = bus.Hear($"gate.complete {alias}");
        var (sent, confirmed) = await PassAsync(Guid.CreateVersion7(), required[^1]);
        return new(Milliseconds(sent, confirmed), Milliseconds(confirmed, (await complete).At), required.Count);
    }

    private Task<(long Sent, long Confirmed)> PassAsync(Guid id, JsonElement requirement) =>
        bus.PublishAsync("gatehouse.results", $"result.koji_build.{requirement.GetProperty("testcase").GetString()}", new
        {
            id,
            subject = requirement.GetProperty("subject"),
            testcase = requirement.GetProperty("testcase"),
            scenario = requirement.GetProperty("scenario"),
            arch = requirement.GetProperty("arch"),
            outcome = Outcome,
            submit_time = DateTimeOffset.UtcNow,
        });

    private static double Milliseconds(long from, long to) => (to - from) * 1_000.0 / Stopwatch.Frequency;
}
