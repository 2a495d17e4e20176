using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>Reads what servers and services have consumed. What the measuring itself asks of PostgreSQL does not count.</summary>
internal sealed class Meter(LogWatch log, Func<IReadOnlyDictionary<string, int>> processes)
{
    /// <summary>What the processes of a rig are called, in the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["postgres", "rabbitmq", "results-ingest", "projections", "gating"];

    public async Task<Reading> ReadAsync(CancellationToken cancel) => new(
        Stopwatch.GetTimestamp(),
        await log.WalAsync(cancel),
        processes().ToDictionary(p => p.Key, p => ProcessTree.CpuMicroseconds(p.Value, log.Backend)));
}

/// <summary>What had been consumed at a moment.</summary>
/// <param name="At">The moment, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="Wal">Bytes of write-ahead log, ever.</param>
/// <param name="Cpu">Microseconds of CPU since its start, of each process.</param>
internal sealed record Reading(long At, long Wal, IReadOnlyDictionary<string, double> Cpu)
{
    /// <summary>What each of so many results has cost since an earlier reading.</summary>
    public Cost Since(Reading earlier, int results) => new(
        Stopwatch.GetElapsedTime(earlier.At, At).TotalMilliseconds / results,
        (Wal - earlier.Wal) / (double)results,
        Cpu.ToDictionary(c => c.Key, c => (c.Value - earlier.Cpu.GetValueOrDefault(c.Key)) / results));
}

/// <summary>What one result costs: milliseconds, bytes of write-ahead log, microseconds of CPU by process.</summary>
internal sealed record Cost(double Milliseconds, double Wal, IReadOnlyDictionary<string, double> Cpu)
{
    public double AllCpu => Cpu.Values.Sum();

    /// <summary>The median of each figure.</summary>
    public static Cost Median(IReadOnlyList<Cost> costs) => new(
        Quantiles.Median([.. costs.Select(c => c.Milliseconds)]),
        Quantiles.Median([.. costs.Select(c => c.Wal)]),
        costs[0].Cpu.Keys.ToDictionary(name => name, name => Quantiles.Median([.. costs.Select(c => c.Cpu[name])])));

    /// <summary>CPU of each process in the order of <see cref="Meter.Names"/>.</summary>
    public IEnumerable<double> CpuByName => Meter.Names.Select(name => Cpu.GetValueOrDefault(name, double.NaN));
}
