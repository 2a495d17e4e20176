using System.Diagnostics;

namespace Gatehouse.Local;

/// <summary>Runs a short-lived program to its end.</summary>
internal static class Tool
{
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> command, CancellationToken cancel, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var words = command.ToList();
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, (await output + await errors).Trim());
    }

    /// <exception cref="StartRefusedException">The program failed; the message holds what it said.</exception>
    public static async Task<string> MustRunAsync(
        IEnumerable<string> command, CancellationToken cancel, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var words = command.ToList();
        var (exitCode, output) = await RunAsync(words, cancel, input, environment);
        return exitCode == 0 ? output : throw new StartRefusedException($"{string.Join(' ', words)} failed ({exitCode}): {output}");
    }
}
