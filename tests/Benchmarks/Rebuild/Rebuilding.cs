using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>How fast views and gates are made again from the log: each by itself, and both at once as <c>deploy/rebuild</c> does it.</summary>
internal static class Rebuilding
{
    private const string Views = "Gatehouse.Projections.dll";
    private const string Gates = "Gatehouse.Gating.dll";

    /// <summary>Fills a log, lets the services fold it, rebuilds, and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(int results, TextWriter output, CancellationToken cancel)
    {
        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = Target.Policies });
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(suite.Endpoints.Postgres));
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

        var equal = true;
        foreach (var (together, replace) in ((string[], bool)[])[([Views], false), ([Gates], false), ([Views, Gates], false), ([Views, Gates], true)])
        {
            var took = Stopwatch.StartNew();
            var runs = await Task.WhenAll(together.Select(assembly => RunAsync(assembly, replace ? ["rebuild", "--replace"] : ["rebuild"], suite.Endpoints.Postgres, cancel)));
            equal &= runs.All(run => run.ExitCode == 0);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{(together.Length == 2 ? "both at once" : together[0] == Views ? "views" : "gates")}{(replace ? ", put in the place of the live ones" : "")}: {took.Elapsed.TotalSeconds:0.0} s from start to end, {events / took.Elapsed.TotalSeconds:0} events/s with the comparison of every row; without it:"));
            foreach (var run in runs)
            {
                await output.WriteLineAsync($"  {run.Output.Split('\n')[0]}");
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {(equal ? "Everything was equal." : "SOMETHING DIFFERED.")} Updates of 10 builds and 50 results, 3 % of which fail and run again, a hundred updates under way at a time.
            {Machine.Circumstances}
            """));
        return equal ? 0 : 1;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string assembly, string[] args, string postgres, CancellationToken cancel)
    {
        // The dotnet that runs this very program, whether or not it is on the path.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        using var process = Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, assembly), .. args])
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
