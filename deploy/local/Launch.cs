namespace Gatehouse.Local;

/// <summary>How one process is started and stopped.</summary>
public sealed record Launch
{
    /// <summary>Its name in messages and in the endpoints file.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments. It must become, by exec, the process that does the work.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its output goes.</summary>
    public required string LogFile { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>The signal that asks it to end in good order, and how long it has before it is killed.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    public TimeSpan StopWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Finds the process that does the work where that is another one than the one started (a container's); null from it means: not yet.
    /// </summary>
    public Func<CancellationToken, Task<int?>>? Worker { get; init; }
}
