using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>Memory and CPU of each process, idle and under load.</summary>
internal static class Consumption
{
    /// <summary>How often is looked under load.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private const double Megabyte = 1_000_000;

    /// <summary>Waits, reads, floods, reads.</summary>
    public static async Task<Table> MeasureAsync(Rig rig, FloodDrive drive, Flood load, TimeSpan idle, CancellationToken cancel)
    {
        await Task.Delay(idle / 2, cancel);
        var meter = new Meter(drive.Log, () => rig.Processes);
        var half = await meter.ReadAsync(cancel);
        await Task.Delay(idle / 2, cancel);
        var resting = Shares(half, await meter.ReadAsync(cancel));
        var quiet = Memory(rig);

        var before = await meter.ReadAsync(cancel);
        var most = quiet;
        var flooding = drive.FloodAsync(load, everything: true, cancel);
        while (await Task.WhenAny(flooding, Task.Delay(Look, cancel)) != flooding)
        {
            var now = Memory(rig);
            most = most.ToDictionary(m => m.Key, m => (Math.Max(m.Value.Resident, now[m.Key].Resident), Math.Max(m.Value.Together, now[m.Key].Together)));
        }

        await flooding;
        var working = Shares(before, await meter.ReadAsync(cancel));
        var table = new Table("process", "resident idle", "together idle", "CPU % idle", "resident load", "(x)", "together load", "CPU % load");
        foreach (var name in Meter.Names)
        {
            table.Add(name, quiet[name].Resident, quiet[name].Together, resting[name], most[name].Resident, most[name].Resident / quiet[name].Resident, most[name].Together, working[name]);
        }

        return table;
    }

    private static Dictionary<string, (double Resident, double Together)> Memory(Rig rig) => rig.Processes.ToDictionary(
        p => p.Key, p => (ProcessTree.Resident(p.Value) / Megabyte, ProcessTree.ResidentTogether(p.Value) / Megabyte));

    private static Dictionary<string, double> Shares(Reading from, Reading to)
    {
        var microseconds = Stopwatch.GetElapsedTime(from.At, to.At).TotalMicroseconds;
        return to.Cpu.ToDictionary(c => c.Key, c => 100 * (c.Value - from.Cpu[c.Key]) / microseconds);
    }
}
