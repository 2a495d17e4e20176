using System.Globalization;
using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>What several replicas of ingest together take of what one takes: on one machine the others must not cost, so that they can stand by.</summary>
internal static class Replicas
{
    private const double Promised = 0.9;

    /// <summary>Measures each number of replicas in turn on the same servers, compares with the first number, and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int[] counts, int rounds, int updates, int builds, TextWriter output, CancellationToken cancel)
    {
        await using var servers = await Servers.StartDurableAsync();
        var measured = counts.ToDictionary(count => count, _ => new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            // Whatever gets slower with time must not always hit the same.
            foreach (var replicas in round % 2 == 1 ? counts : counts.AsEnumerable().Reverse())
            {
                var perSecond = await Throughput.IngestAsync(servers, Flood.Of($"BENCH-{round}", updates, builds), replicas, cancel);
                measured[replicas].Add(perSecond);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: {replicas} of ingest {perSecond,8:0} results/s   load average {Machine.LoadAverage}"));
            }
        }

        var ratios = counts.ToDictionary(count => count, count => Quantiles.Median([.. measured[counts[0]].Zip(measured[count], (first, some) => some / first)]));
        var table = new Table("replicas of ingest", "results/s together", "(x)");
        foreach (var count in counts)
        {
            table.Add($"{count}", Quantiles.Median(measured[count]), ratios[count]);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {table}

            Medians of {rounds} rounds of {updates * builds * Flood.Cells} results each; (x) is the median of the rounds' own ratios, promised: at least {Promised}.
            Publisher, servers and services on {Environment.ProcessorCount} cores; load average {Machine.LoadAverage} at the end. fsync, full_page_writes and synchronous_commit are on.
            """));
        return ratios.Values.All(ratio => ratio >= Promised) ? 0 : 1;
    }
}
