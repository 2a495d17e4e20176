using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gatehouse.Local;
using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What one result costs over an empty store and over long histories, and what they weigh. A history is a flood that the services took, with
/// its updates shipped, and copies of all the rows it left.
/// </summary>
internal static class History
{
    private const string Past = "HISTORY-0000";

    /// <summary>Measures and prints. Gives an exit code.</summary>
    public static async Task<int> MeasureAsync(HistoryOptions options, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync();
        var table = new Table(["events before", "results per s", "(x)", "CPU us", "(x)", "WAL bytes", "(x)", .. Meter.Names, "quiet p50 ms", "p99 ms"]);
        var empty = await HistoryProbe.MeasureAsync(rig, "EMPTY", options, cancel);
        empty.AddTo(table, 0, empty);
        await output.WriteLineAsync(Invariant($"empty store: {empty.PerSecond:#,0} results/s"));

        await rig.EmptyAsync();
        await RecordPastAsync(rig, options, cancel);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(rig.Store.Postgres));
        var grown = await StoreSize.ReadAsync(database, cancel);
        var copies = await LogCopies.OfAllAsync(database, Past, cancel);
        StoreSize? size = null;
        foreach (var events in options.Sizes)
        {
            var started = Stopwatch.GetTimestamp();
            var before = await copies.GrowToAsync(events, cancel);
            await output.WriteLineAsync(Invariant($"{before:#,0} events after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
            size = await StoreSize.ReadAsync(database, cancel);
            (await HistoryProbe.MeasureAsync(rig, $"AFTER-{events}", options, cancel)).AddTo(table, before, empty);
        }

        await output.WriteLineAsync(Invariant($"""

            {table}

            Floods of {options.Updates} updates of {HistoryProbe.Builds} builds with everything on, median of {options.Rounds} after one to warm up; for each result: CPU of all processes and of each, write-ahead
            log; (x): in relation to the empty store. Then {options.Samples} verdicts one after the other, as `latency` measures them. The history: {options.Template} updates taken by the
            services and shipped, and copies of their rows under other names, keys and times, inserted with all indexes in place, then VACUUM ANALYZE.
            {Machine.Circumstances}

            The store as the services left it, bytes a result
            {grown.Print()}
            """));
        if (size is not null)
        {
            await output.WriteLineAsync($"\nThe largest history before its floods, bytes a result\n{size.Print()}");
        }

        return 0;
    }

    private static string Invariant(DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);

    /// <summary>Lets the services take a flood and the shipping of its updates, and stops them when all is said and folded.</summary>
    private static async Task RecordPastAsync(Rig rig, HistoryOptions options, CancellationToken cancel)
    {
        await rig.StartServicesAsync();
        await using (var drive = await rig.DriveAsync(cancel))
        {
            var flood = Flood.Of(Past, options.Template, HistoryProbe.Builds);
            await drive.FloodAsync(flood, everything: true, cancel);
            await drive.RecordAsync(flood.Closings("shipped"), cancel);
            await drive.Log.QuietAsync(cancel);
        }

        await rig.StopServicesAsync();
    }
}
