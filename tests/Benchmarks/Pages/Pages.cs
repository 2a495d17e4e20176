using System.Globalization;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>What people and programs ask for, over a store of millions of results, each time of another update, build or package.</summary>
internal static class Pages
{
    public const int Clients = 8;

    // The runtime compiles what is called often again, and better, for some seconds: without cores to spare it takes longer.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int updates, TimeSpan each, string only, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync(LongLog.Policies);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(rig.Store.Postgres));
        await rig.StartServicesAsync();
        await rig.StopServicesAsync();
        await LongLog.FillAsync(database, updates, cancel);
        await output.WriteLineAsync("the log is filled");
        await rig.StartServicesAsync();
        await Eventually.TrueAsync(() => FilledLog.IsFoldedAsync(database, cancel), "the services have folded the log", TimeSpan.FromMinutes(60));
        await LongLog.RunAsync(database, "vacuum analyze", cancel);
        await LongLog.RunAsync(database, "checkpoint", cancel);
        var events = await FilledLog.CountAsync(database, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{events:#,0} events are folded"));

        var table = new Table("GET", "bytes", "requests per s", "p50 ms", "p99 ms");
        var slowest = 0.0;
        foreach (var (name, path) in Asked(updates).Where(a => a.Name.Contains(only, StringComparison.Ordinal)))
        {
            var random = new Random(7);
            Uri Next()
            {
                lock (random)
                {
                    return new Uri(path(random), UriKind.Relative);
                }
            }

            var bytes = (await rig.Services.Http.GetByteArrayAsync(Next(), cancel)).Length;
            await HttpLoad.RunAsync(Clients, WarmUp, token => Get.ToTheEndAsync(rig.Services.Http, Next(), token), cancel);
            var load = await HttpLoad.RunAsync(Clients, each, token => Get.ToTheEndAsync(rig.Services.Http, Next(), token), cancel);
            var p99 = Quantiles.At(load.Milliseconds, 0.99);
            slowest = Math.Max(slowest, p99);
            table.Add(name, bytes, load.PerSecond, Quantiles.At(load.Milliseconds, 0.5), p99);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {table}

            {updates:#,0} updates of {LongLog.Builds} builds and 40 results, filled into the log and folded by the services. {each.TotalSeconds:0} s each at {Clients} clients, each of which asks
            again when it has its answer, for another update, build or package, without conditions (ETag); the slowest p99 is {slowest:0.0} ms. {Machine.Circumstances}
            """));
        return 0;
    }

    private static (string Name, Func<Random, string> Path)[] Asked(int updates)
    {
        int Any(Random random) => random.Next(1, updates + 1);
        string Waiting(Random random) => LongLog.Alias((updates / 2 * 2) - (2 * random.Next(Math.Max(1, updates / 100))));
        string Build(Random random) => LongLog.Nvr(Any(random), random.Next(1, LongLog.Builds + 1));
        string Package(Random random) => LongLog.Package(Any(random), random.Next(1, LongLog.Builds + 1));
        return
        [
            ("/api/v1/builds/{nvr}", r => $"/api/v1/builds/{Build(r)}"),
            ("/api/v1/updates/{alias}, any", r => $"/api/v1/updates/{LongLog.Alias(Any(r))}"),
            ("/api/v1/updates/{alias}, one that waits", r => $"/api/v1/updates/{Waiting(r)}"),
            ("/api/v1/results?subject=", r => $"/api/v1/results?subject={Build(r)}"),
            ("/api/v1/results?testcase=&outcome=FAILED", r => $"/api/v1/results?testcase=wide.check{r.Next(10)}&outcome=FAILED"),
            ("/api/v1/results", _ => "/api/v1/results"),
            ("/api/v1/history?subject=", r => $"/api/v1/history?subject={Build(r)}"),
            ("/api/v1/history?package=", r => $"/api/v1/history?package={Package(r)}"),
            ("/api/v1/flaky", _ => "/api/v1/flaky"),
            ("/api/v1/updates", _ => "/api/v1/updates"),
            ("/api/v1/updates?status=waiting", _ => "/api/v1/updates?status=waiting"),
            ("/api/v1/updates?status=failed", _ => "/api/v1/updates?status=failed"),
            ("/api/v1/updates?package=", r => $"/api/v1/updates?package={Package(r)}"),
            ("/api/v1/updates?submitter=", r => $"/api/v1/updates?submitter=packager{r.Next(LongLog.Submitters)}"),
            ("/feeds/packages/{package}.atom", r => $"/feeds/packages/{Package(r)}.atom"),
            ("page: overview", _ => "/"),
            ("page: updates", _ => "/updates"),
            ("page: an update", r => $"/updates/{LongLog.Alias(Any(r))}"),
            ("page: a build", r => $"/builds/{Build(r)}"),
            ("page: a package's history", r => $"/history?package={Package(r)}&testcase=wide.check{r.Next(10)}"),
            ("page: flaky checks", _ => "/flaky"),
        ];
    }
}
