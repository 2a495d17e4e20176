using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A Python program that talks in lines of JSON. Its complaints are kept, to be shown when it fails.</summary>
internal sealed class PythonProgram : IAsyncDisposable
{
    // The interpreter that the system's python3-pika belongs to, whatever else is on the path.
    private const string Interpreter = "/usr/bin/python3";
    private readonly Process process;
    private readonly Task listening;
    private readonly Task<string> complaints;
    private readonly string name;
    private bool ending;

    private PythonProgram(Process process, string name, Action<JsonObject> heard)
    {
        (this.process, this.name) = (process, name);
        complaints = process.StandardError.ReadToEndAsync();
        listening = ListenAsync(heard);
    }

    /// <param name="script">A file of the folder <c>pika</c>.</param>
    /// <param name="heard">Gets each line it writes, one after the other.</param>
    public static PythonProgram Start(string script, IEnumerable<string> arguments, Action<JsonObject> heard)
    {
        var start = new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "pika", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!, script, heard);
    }

    public async Task WriteAsync(IEnumerable<JsonObject> lines)
    {
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(line.ToJsonString());
        }

        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for something it is to say.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task UntilAsync(Task said, TimeSpan within, string what)
    {
        if (await Task.WhenAny(said, listening, Task.Delay(within)) == listening && !said.IsCompleted)
        {
            throw new InvalidOperationException($"{name} ended: {await complaints}");
        }

        if (!said.IsCompleted)
        {
            throw new TimeoutException($"{name} did not say within {within} that {what}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        ending = true;
        process.Kill();
        await process.WaitForExitAsync();
        await listening;
        process.Dispose();
    }

    private async Task ListenAsync(Action<JsonObject> heard)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // What is left in the pipe when it is killed may be half a line.
            if (!ending)
            {
                heard(JsonNode.Parse(line)!.AsObject());
            }
        }
    }
}
