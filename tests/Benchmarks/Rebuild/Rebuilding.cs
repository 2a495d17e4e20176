using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>
/// How fast views and gates are made again from the log: each by itself, and both at once as <c>deploy/rebuild</c> does it. Beside them, in the same rounds on the
/// same servers, the limit of <see cref="Throughput"/>: how fast this machine is today.
/// </summary>
internal static class Rebuilding
{
    private const string Views = "Gatehouse.Projections.dll";
    private const string Gates = "Gatehouse.Gating.dll";

    private static readonly IReadOnlyList<(string Name, string[] Assemblies)> Rebuilds =
        [("views", [Views]), ("gates", [Gates]), ("both at once", [Views, Gates])];

    /// <summary>Fills a log, lets the services fold it, rebuilds, and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int results, int rounds, TextWriter output, CancellationToken cancel)
    {
        await using var servers = await Servers.StartDurableAsync();
        var store = await servers.NewStoreAsync();
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = Target.Policies, Store = store });
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(store.Postgres));
        await FilledLog.FillAsync(database, results, cancel);
        var folding = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => FilledLog.IsFoldedAsync(database, cancel), "the services have folded the log", TimeSpan.FromMinutes(30));
        var events = await FilledLog.CountAsync(database, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"the services themselves: {events} events in {folding.Elapsed.TotalSeconds:0.0} s, {events / folding.Elapsed.TotalSeconds:0} events/s, announced and said"));

        // Or the database does it by itself, some time during the first rebuilds.
        await using (var vacuum = database.CreateCommand("vacuum analyze"))
        {
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync(cancel);
        }

        var (limits, measured, equal) = (new List<double>(), Rebuilds.ToDictionary(r => r.Name, _ => new List<(double Alone, double Compared)>()), true);
        for (var round = 1; round <= rounds; round++)
        {
            var flood = Flood.Of($"BENCH-{round}", updates: 1_000, builds: 10);
            limits.Add(await Throughput.LimitAsync(servers, flood, cancel));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round}: {Throughput.Limit,-36} {limits[^1],8:0} results/s   load average {Machine.LoadAverage}"));
            foreach (var (name, assemblies) in Rebuilds)
            {
                var (same, alone, compared) = await RebuildAsync(assemblies, ["rebuild"], store, events, cancel);
                equal &= same;
                measured[name].Add((alone, compared));
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: {name,-36} {alone,8:0} events/s, {compared,6:0} with the comparison   load average {Machine.LoadAverage}"));
            }
        }

        // Once, since it changes what the others are compared with.
        var replaced = await RebuildAsync([Views, Gates], ["rebuild", "--replace"], store, events, cancel);
        equal &= replaced.Equal;

        var limit = Quantiles.Median(limits);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\nmedian of {rounds} interleaved rounds, {events} events\n{Throughput.Limit,-36} {limit,8:0} results/s"));
        foreach (var (name, all) in measured.Append(new("both, put in the place of the live", [(replaced.Alone, replaced.Compared)])))
        {
            var (alone, compared) = (Quantiles.Median([.. all.Select(m => m.Alone)]), Quantiles.Median([.. all.Select(m => m.Compared)]));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{name,-36} {alone,8:0} events/s   {alone / limit,5:0.00} of the limit   with the comparison {compared,8:0} events/s   {compared / limit,5:0.00} of the limit"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {(equal ? "Everything was equal." : "SOMETHING DIFFERED.")} Updates of 10 builds and 50 results, 3 % of which fail and run again, a hundred updates under way at a time. Events of the log by the
            seconds that the slower of two takes; with the comparison of every row: from start to end of the processes. The services run and have nothing to do; replaced once.
            {Machine.Circumstances}
            """));
        return equal ? 0 : 1;
    }

    /// <summary>Runs them at the same time. Gives whether all was equal, and events of the log a second of the slowest: as it says itself, and from its start to its end.</summary>
    private static async Task<(bool Equal, double Alone, double Compared)> RebuildAsync(string[] assemblies, string[] args, Store store, long events, CancellationToken cancel)
    {
        var took = Stopwatch.StartNew();
        var runs = await Task.WhenAll(assemblies.Select(assembly => RunAsync(assembly, args, store.Postgres, cancel)));
        var compared = events / took.Elapsed.TotalSeconds;
        var equal = runs.All(run => run.ExitCode == 0);
        return (equal, equal ? runs.Min(run => events / FoldingSeconds(run.Output)) : double.NaN, compared);
    }

    // "gates: 226,989 events to position 226989 in 10.0 s, 22,644 events/s": not all events are for every fold, so its own rate would not be of the log.
    private static double FoldingSeconds(string output) =>
        double.Parse(Regex.Match(output, @" in ([0-9.]+) s, ").Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static async Task<(int ExitCode, string Output)> RunAsync(string assembly, string[] args, string postgres, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(Dotnet.Program, [Path.Combine(AppContext.BaseDirectory, assembly), .. args])
        {
            RedirectStandardOutput = true,
            // As deploy/rebuild runs it.
            Environment = { ["Gatehouse__Postgres"] = postgres, ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountThreshold"] = "400", ["DOTNET_TC_CallCountingDelayMs"] = "0" },
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, said);
    }
}
