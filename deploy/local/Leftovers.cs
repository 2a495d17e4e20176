namespace Gatehouse.Local;

/// <summary>
/// The processes that belong to a data folder. Each process started for it carries the folder in its environment, its children too, so all
/// are found even if the supervisor was killed before it could write anything down, and nothing else ever is.
/// </summary>
public static class Leftovers
{
    public const string Mark = "GATEHOUSE_STARTED_FOR";

    /// <summary>Stops whatever still runs for the folder, in good order if possible. Says what it found.</summary>
    public static async Task StopAsync(DataFolder data, TimeProvider time, Action<string> report, TimeSpan patience)
    {
        var found = Find(data);
        if (found.Count == 0)
        {
            return;
        }

        report($"stopping what still runs for {data.Path}: {string.Join(", ", found.Select(p => $"{p.Name} ({p.Pid})"))}");
        var pids = found.Select(p => p.Pid).ToHashSet();
        foreach (var root in found.Where(p => !pids.Contains(p.Parent)))
        {
            // PostgreSQL's word for "now, but in good order" is an interrupt.
            SendIfAlive(root, root.Name == "postgres" ? Signal.Interrupt : Signal.Terminate);
        }

        var deadline = time.GetTimestamp();
        while (Find(data) is { Count: > 0 } remaining)
        {
            if (time.GetElapsedTime(deadline) > patience)
            {
                remaining.ToList().ForEach(p => SendIfAlive(p, Signal.Kill));
            }

            // They are nobody's children any more, so nobody is told when they end.
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }
    }

    public static IReadOnlyList<ProcessIdentity> Find(DataFolder data)
    {
        var cluster = Path.Combine(data.Postgres, PrivatePostgres.Cluster);
        return [.. ProcessIdentity.All().Where(p => p.HasVariable(Mark, data.Path)
            // PostgreSQL's children overwrite their environment with their title, but they all work in the cluster's folder.
            || (p.Name == "postgres" && p.WorkingFolder == cluster))];
    }

    private static void SendIfAlive(ProcessIdentity process, Signal signal)
    {
        if (process.IsAlive)
        {
            Signals.Send(process.Pid, signal);
        }
    }
}
