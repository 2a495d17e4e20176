using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>What the suite does for clients over HTTP: takes results, by ingest alone and with everything on, and says how an update stands.</summary>
internal static class HttpFigures
{
    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(TimeSpan each, bool posts, bool reads, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync(UpdateReads.Policies);
        if (posts)
        {
            var taken = new Table("POST /api/v1/results", "clients", "requests per s", "results per s", "(x)", "p50 ms", "p99 ms");
            await rig.StartServicesAsync("results-ingest");
            var alone = await Posting.MeasureAsync(rig, everything: false, each, taken, null, cancel);
            await rig.EmptyAsync();
            await rig.StartServicesAsync();
            await Posting.MeasureAsync(rig, everything: true, each, taken, alone, cancel);
            await output.WriteLineAsync($"{taken}\n");
        }
        else
        {
            await rig.StartServicesAsync();
        }

        if (reads)
        {
            var read = new Table("GET /api/v1/updates/{alias}", "state", "unsatisfied", "bytes", "requests per s", "(x)", "p50 ms", "p99 ms");
            await UpdateReads.MeasureAsync(rig, each, read, cancel);
            await output.WriteLineAsync($"{read}\n");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {each.TotalSeconds:0} s each after 10 s to warm up (2 s for posts with everything on); every client waits for its answer and asks again, and shares the cores. Results are of updates that are defined; (x) of posts:
            in relation to one client and single results of ingest alone; of reads: to the smallest update while it waits. Reads at {UpdateReads.Clients} clients, without conditions
            (ETag), on a system that is otherwise quiet. {Machine.Circumstances}
            """));
        return 0;
    }
}
