namespace Gatehouse.Local;

/// <summary>Waits without end, but not in silence: from time to time it says for whom it waits, and how that one's log ends.</summary>
public sealed class Patience(TimeProvider time, Action<string> report)
{
    // After so long without a word somebody who watches would think that it hangs.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <param name="name">For whom.</param>
    /// <param name="logFile">Its log; null where it is not ours.</param>
    /// <param name="ready">Ends when it is ready.</param>
    public async Task AwaitAsync(string name, string? logFile, Task ready)
    {
        // Waits for the signal, and says every now and then that it still does.
        while (await Task.WhenAny(ready, Task.Delay(Quiet, time)) != ready)
        {
            var log = logFile is null ? "" : $"; {logFile} ends:" + string.Concat(LogFiles.Tail(logFile, 5).Select(line => "\n    " + line));
            report($"still waiting for {name}{log}");
        }

        await ready;
    }
}
