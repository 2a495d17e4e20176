using System.Diagnostics;
using Gatehouse.Local;

namespace Gatehouse.Benchmarks;

/// <summary>A program that was run to its end.</summary>
internal sealed record ChildProgram(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan TidiesUpWithin = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs it. Cancelled, it is asked to end, so that it can stop what it has started, and killed if it does not.
    /// </summary>
    public static async Task<ChildProgram> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Signals.Send(process.Id, Signal.Terminate);
            await Task.WhenAny(
                process.WaitForExitAsync(CancellationToken.None), Task.Delay(TidiesUpWithin, CancellationToken.None));
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="CompareException">It failed; the message holds what it said.</exception>
    public static async Task<string> MustRunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancel)
    {
        var words = arguments.ToList();
        var run = await RunAsync(program, words, folder, cancel);
        return run.ExitCode == 0 ? run.Output : throw new CompareException(
            $"{program} {string.Join(' ', words)} failed ({run.ExitCode}):\n{run.Output}{run.Errors}");
    }
}
