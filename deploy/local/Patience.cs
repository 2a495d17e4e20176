namespace Gatehouse.Local;

/// <summary>Waits without end, but not in silence: from time to time it says for whom it waits, and how that one's log ends.</summary>
public sealed class Patience(TimeProvider time, Action<string> report)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public async Task AwaitAsync(string name, string logFile, Task ready)
    {
        while (await Task.WhenAny(ready, Task.Delay(Quiet, time)) != ready)
        {
            var log = LogFiles.Tail(logFile, 5);
            report($"still waiting for {name}; {logFile} ends:{string.Concat(log.Select(line => "\n    " + line))}");
        }

        await ready;
    }
}
