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
        await RecordPastAsync(rig, options, cancel);
        await using var database = NpgsqlDataSource.Create(PostgresUrl.ConnectionString(rig.Store.Postgres));
        var grown = await StoreSize.ReadAsync(database, cancel);
        var copies = await LogCopies.OfAllAsync(database, Past, cancel);
        var table = new Table(["events before", "results per s", "time (x)", "CPU us", "(x)", "WAL bytes", "(x)", .. Meter.Names, "quiet p50 ms", "p99 ms"]);
        StoreSize? size = null;
        foreach (var events in options.Sizes)
        {
            var started = Stopwatch.GetTimestamp();
            var before = await copies.GrowToAsync(events, cancel);
            await output.WriteLineAsync(Invariant($"{before:#,0} events after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
            size = await StoreSize.ReadAsync(database, cancel);
            await using var beside = await rig.BesideAsync();
            await using var empty = await HistoryProbe.StartAsync($"EMPTY-{events}", beside, options, cancel);
            await using var full = await HistoryProbe.StartAsync($"AFTER-{events}", rig, options, cancel);
            for (var round = 0; round < options.Rounds; round++)
            {
                await empty.FloodAsync(options.Updates, cancel);
                await full.FloodAsync(options.Updates, cancel);
            }

            await empty.VerdictsAsync(options.Samples, cancel);
            await full.VerdictsAsync(options.Samples, cancel);
            empty.AddTo(table, 0, empty);
            full.AddTo(table, before, empty);
        }

        await output.WriteLineAsync(Invariant($"""

            {table}

            Each history in turn with an empty store beside it (the row above), on the same servers and with services of its own that have nothing to do meanwhile: {options.Rounds} floods each of
            {options.Updates} updates of {HistoryProbe.Builds} builds with everything on, after one to warm up, then {options.Samples} verdicts one after the other, as `latency` measures them. Medians; for each result: CPU of both
            servers and of each service, write-ahead log; (x): in relation to the empty store. The history: {options.Template} updates taken by the services and shipped, and copies of their rows under
            other names, keys and times, inserted with all indexes in place, then VACUUM ANALYZE and a checkpoint.
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
