using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gatehouse.Platform.Tests;

/// <summary>A service's program that was run to its end, by its own verbs or because it refused to start.</summary>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="assembly">As it lies beside the tests.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">What it is told besides.</param>
    public static Task<ProgramRun> OfAsync(string assembly, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Start(assembly, arguments, environment).Ended;

    /// <summary>The same, for a test that does something to it meanwhile.</summary>
    public static (int Pid, Task<ProgramRun> Ended) Start(string assembly, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        // The dotnet that runs this very test, whether or not it is on the path.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return (process.Id, ToTheEndAsync(process));
    }

    private static async Task<ProgramRun> ToTheEndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }
}
