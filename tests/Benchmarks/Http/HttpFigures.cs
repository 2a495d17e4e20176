using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>What the suite does for clients over HTTP: takes results, by ingest alone and with everything on, and says how an update stands.</summary>
internal static class HttpFigures
{
    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(TimeSpan each, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync(UpdateReads.Policies);
        var posts = new Table("POST /api/v1/results", "clients", "requests per s", "results per s", "(x)", "p50 ms", "p99 ms");
        await rig.StartServicesAsync("results-ingest");
        var alone = await Posting.MeasureAsync(rig, everything: false, each, posts, null, cancel);
        await rig.EmptyAsync();
        await rig.StartServicesAsync();
        await Posting.MeasureAsync(rig, everything: true, each, posts, alone, cancel);
        await output.WriteLineAsync(posts.ToString());

        var reads = new Table("GET /api/v1/updates/{alias}", "state", "unsatisfied", "bytes", "requests per s", "(x)", "p50 ms", "p99 ms");
        await UpdateReads.MeasureAsync(rig, each, reads, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {reads}

            {each.TotalSeconds:0} s each after a short warm-up; every client waits for its answer and asks again, and shares the cores. Results are of updates that are defined; (x) of posts:
            in relation to one client and single results of ingest alone; of reads: to the smallest update while it waits. Reads at {UpdateReads.Clients} clients, without conditions
            (ETag), on a system that is otherwise quiet. {Machine.Circumstances}
            """));
        return 0;
    }
}
