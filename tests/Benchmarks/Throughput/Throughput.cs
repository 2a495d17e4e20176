using System.Diagnostics;
using System.Globalization;
using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>
/// How many results a second: the limit of the machine, a bare client into Marten, ingest alone, and everything on, one after the other on the
/// same servers with messages of the same shape, several rounds, medians. Absolute figures drift; the ratios are what counts.
/// </summary>
internal static class Throughput
{
    /// <summary>What the others are measured against.</summary>
    public const string Limit = "limit: bare client, multi-row INSERT";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly IReadOnlyList<Contender> Contenders =
    [
        new(Limit, InsertAsync),
        new("bare client, Marten append", MartenAsync),
        new("ingest alone", (servers, flood, cancel) => ServicesAsync(servers, flood, everything: false, cancel)),
        new("everything on", (servers, flood, cancel) => ServicesAsync(servers, flood, everything: true, cancel)),
    ];

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int rounds, int updates, int builds, TextWriter output, CancellationToken cancel)
    {
        await using var servers = await Servers.StartDurableAsync();
        var measured = Contenders.ToDictionary(c => c, _ => new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contender in Contenders)
            {
                var flood = Flood.Of($"BENCH-{round}", updates, builds);
                var seconds = await contender.RunAsync(servers, flood, cancel).WaitAsync(Patience, cancel);
                measured[contender].Add(flood.Results.Count / seconds);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: {contender.Name,-40} {flood.Results.Count / seconds,8:0} results/s   load average {Machine.LoadAverage}"));
            }
        }

        var limit = Quantiles.Median(measured[Contenders[0]]);
        await output.WriteLineAsync($"\nmedian of {rounds} interleaved rounds of {updates * builds * Flood.Cells} results: {updates} updates of {builds} builds and {Flood.Cells} cells each");
        foreach (var contender in Contenders)
        {
            var median = Quantiles.Median(measured[contender]);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{contender.Name,-40} {median,8:0} results/s   {median / limit,5:0.00} of the limit   {median / Quantiles.Median(measured[Contenders[1]]),5:0.00} of a bare client into Marten"));
        }

        await output.WriteLineAsync($"""

            From the first confirmed publish, to quorum queues, until all is committed; with everything on until a bare subscriber has heard the last announcement
            and verdict. Prefetch 2,000, batches of 500; fsync, full_page_writes and synchronous_commit are on; publisher, servers, services and subscriber
            on {Environment.ProcessorCount} cores.
            """);
        return 0;
    }

    /// <summary>How many results a second so many replicas of ingest record, and nobody else runs.</summary>
    public static async Task<double> IngestAsync(Servers servers, Flood flood, int replicas, CancellationToken cancel) =>
        flood.Results.Count / await ServicesAsync(servers, flood, everything: false, cancel, replicas).WaitAsync(Patience, cancel);

    /// <summary>How many results a second the limit keeps, in a store of its own.</summary>
    public static async Task<double> LimitAsync(Servers servers, Flood flood, CancellationToken cancel) =>
        flood.Results.Count / await InsertAsync(servers, flood, cancel).WaitAsync(Patience, cancel);

    private static async Task<double> InsertAsync(Servers servers, Flood flood, CancellationToken cancel)
    {
        var store = await servers.NewStoreAsync();
        await using var table = await BareTable.MakeAsync(store.Postgres, cancel);
        return await BareAsync(store, flood, table.InsertAsync, cancel);
    }

    private static async Task<double> MartenAsync(Servers servers, Flood flood, CancellationToken cancel)
    {
        var store = await servers.NewStoreAsync();
        await using var marten = await BareMarten.MakeAsync(store.Postgres, cancel);
        return await BareAsync(store, flood, marten.AppendAsync, cancel);
    }

    private static async Task<double> BareAsync(Store store, Flood flood, Func<IReadOnlyList<byte[]>, CancellationToken, Task> keepAsync, CancellationToken cancel)
    {
        await using var publisher = await ConfirmedPublisher.ConnectAsync(store.RabbitMq, cancel);
        await FloodAsync(FloodDrive.WarmUp());
        return await FloodAsync(flood);

        async Task<double> FloodAsync(Flood some)
        {
            await using var consumer = await BareConsumer.StartAsync(store.RabbitMq, some.Results.Count, keepAsync, cancel);
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(publisher.PublishAsync(some.Results, null, cancel), consumer.All);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static async Task<double> ServicesAsync(Servers servers, Flood flood, bool everything, CancellationToken cancel, int? replicas = null)
    {
        var store = await servers.NewStoreAsync();
        await using var suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = Target.Policies,
            Store = store,
            Replicas = replicas ?? 1,
            Only = everything ? null : ["results-ingest"],
        });
        await using var drive = await FloodDrive.ConnectAsync(store.RabbitMq, store.Postgres, cancel);
        // Each compiles what it runs, and the second gets what the first cannot hold: more than any of them holds.
        await drive.FloodAsync(replicas is null ? FloodDrive.WarmUp() : Flood.Of("WARM", updates: 200 * replicas.Value, builds: 5), everything, cancel);

        return await drive.FloodAsync(flood, everything, cancel);
    }

    private sealed record Contender(string Name, Func<Servers, Flood, CancellationToken, Task<double>> RunAsync);
}
