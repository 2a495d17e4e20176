using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gatehouse.Platform.Tests;

/// <summary>A service's verb <c>rebuild</c>, as <c>deploy/rebuild</c> runs it.</summary>
internal sealed record RebuildRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Both services' verbs, one after the other.</summary>
    public static async Task<RebuildRun> AllAsync(string postgres, params string[] options)
    {
        var views = await StartAsync("Gatehouse.Projections.dll", postgres, options);
        var gates = await StartAsync("Gatehouse.Gating.dll", postgres, options);
        return new(Math.Max(views.ExitCode, gates.ExitCode), views.Output + gates.Output);
    }

    private static async Task<RebuildRun> StartAsync(string assembly, string postgres, string[] options)
    {
        // The dotnet that runs this very test, whether or not it is on the path.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        using var process = Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, assembly), "rebuild", .. options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["Gatehouse__Postgres"] = postgres },
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            var run = new RebuildRun(process.ExitCode, await output + await errors);
            await TestContext.Out.WriteLineAsync(run.Output);
            return run;
        }
        finally
        {
            process.Kill();
        }
    }
}
