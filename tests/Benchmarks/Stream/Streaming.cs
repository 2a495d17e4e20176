using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>CPU of projections and PostgreSQL while nobody listens, and while many do.</summary>
internal static class Streaming
{
    private const double MostPercent = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Measures and prints. Gives an exit code: 1 where listeners cost more than is promised.</summary>
    public static async Task<int> MeasureAsync(int clients, TimeSpan each, TextWriter output, CancellationToken cancel)
    {
        await using var rig = await Rig.StartAsync();
        await rig.StartServicesAsync();
        await using var drive = await rig.DriveAsync(cancel);
        var meter = new Meter(drive.Log, () => rig.Processes);
        var stream = $"{rig.Services.Endpoints.Http}/api/v1/stream";

        var table = new Table("listeners", "projections, % of a core", "postgres, % of a core", "more than nobody");
        var nobody = 0.0;
        var worst = 0.0;
        foreach (var (name, count, query) in new[] { ("nobody", 0, ""), ($"{clients}", clients, "?types=gate.complete&context=push_stable"), ($"{clients}, with the overview", clients, "?types=overview&types=result") })
        {
            await using var listeners = await Listeners.OpenAsync(stream + query, count, cancel);
            await Task.Delay(Settling, cancel);
            var from = await meter.ReadAsync(cancel);
            await Task.Delay(each, cancel);
            var to = await meter.ReadAsync(cancel);
            double Share(string process) => 100 * (to.Cpu[process] - from.Cpu[process]) / Stopwatch.GetElapsedTime(from.At, to.At).TotalMicroseconds;
            var (projections, postgres) = (Share("projections"), Share("postgres"));
            nobody = count == 0 ? projections + postgres : nobody;
            worst = Math.Max(worst, projections + postgres - nobody);
            table.Add(name, projections, postgres, count == 0 ? double.NaN : projections + postgres - nobody);
            if (listeners.Open < count)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ONLY {listeners.Open} of {count} were open to the end."));
                return 1;
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {table}
            {(worst < MostPercent ? "As promised: under" : "NOT as promised: not under")} {MostPercent:0} % of a core. Each over {each.TotalSeconds:0} s; heartbeats every 15 s included.
            {Machine.Circumstances}
            """));
        return worst < MostPercent ? 0 : 1;
    }
}
