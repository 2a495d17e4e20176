using System.Globalization;
using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>What two replicas of ingest together take of what one takes: on one machine the second must not cost, so that it can stand by.</summary>
internal static class Replicas
{
    /// <summary>Measures in pairs, one and two replicas on the same servers in turn, and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int rounds, int updates, int builds, TextWriter output, CancellationToken cancel)
    {
        await using var servers = await Servers.StartDurableAsync();
        var (ones, twos) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            // Whatever gets slower with time must not always hit the same.
            foreach (var replicas in round % 2 == 1 ? new[] { 1, 2 } : [2, 1])
            {
                var perSecond = await Throughput.IngestAsync(servers, Flood.Of($"BENCH-{round}", updates, builds), replicas, cancel);
                (replicas == 1 ? ones : twos).Add(perSecond);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: {replicas} of ingest {perSecond,8:0} results/s   load average {Machine.LoadAverage}"));
            }
        }

        var ratio = Quantiles.Median([.. ones.Zip(twos, (one, two) => two / one)]);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            one replica {Quantiles.Median(ones):0} results/s, two together {Quantiles.Median(twos):0} results/s
            two take {ratio:0.00} of what one takes (median of {rounds} pairs of {updates * builds * Flood.Cells} results each; promised: at least 0.9)

            Publisher, servers and services on {Environment.ProcessorCount} cores; fsync, full_page_writes and synchronous_commit are on.
            """));
        return ratio >= 0.9 ? 0 : 1;
    }
}
