namespace Gatehouse.Benchmarks;

/// <summary>Under what circumstances figures were taken: without them they say nothing.</summary>
internal static class Machine
{
    /// <summary>The load of the last minute: well over one a core, and somebody else was at work.</summary>
    public static string LoadAverage => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public static string Circumstances =>
        $"Load, servers, services and subscriber on one machine of {Environment.ProcessorCount} cores; load average {LoadAverage} at the end. fsync, full_page_writes and synchronous_commit are on.";
}
