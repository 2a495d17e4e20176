using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>What a process and the processes under it consume, from <c>/proc</c>. PostgreSQL is one for each connection.</summary>
internal static class ProcessTree
{
    // USER_HZ: the kernel shows hundredths of a second, whatever its own clock.
    private const double MicrosecondsPerTick = 10_000;
    private const double Kibibyte = 1_024;

    /// <summary>CPU time until now, that of children that have ended included.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="except">A child that does not count: whoever serves the one that measures.</param>
    public static double CpuMicroseconds(int pid, int? except)
    {
        var all = All();
        return Below(pid, all).Where(p => p.Pid != except).Sum(p => p.Ticks) * MicrosecondsPerTick;
    }

    /// <summary>Bytes in memory of the process alone, what it shares with others included.</summary>
    public static double Resident(int pid) => Field($"/proc/{pid}/status", "VmRSS:");

    /// <summary>Bytes in memory of the process and those under it, what they share counted once.</summary>
    public static double ResidentTogether(int pid) => Below(pid, All()).Sum(p => Field($"/proc/{p.Pid}/smaps_rollup", "Pss:"));

    private static IEnumerable<Entry> Below(int pid, List<Entry> all) =>
        all.Where(p => p.Pid == pid).Concat(all.Where(p => p.Parent == pid).SelectMany(child => Below(child.Pid, all)));

    private static List<Entry> All() => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0).Select(Read).OfType<Entry>()];

    private static Entry? Read(int pid)
    {
        try
        {
            // The name, in brackets, may hold anything; the numbers come after it: utime, stime and those of children that were waited for.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static double Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * Kibibyte;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed record Entry(int Pid, int Parent, long Ticks);
}
