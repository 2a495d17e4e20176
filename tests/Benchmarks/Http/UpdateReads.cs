using System.Text.Json;

namespace Gatehouse.Benchmarks;

/// <summary>How an update stands, asked over HTTP: of small and large ones, while they wait and once they are decided.</summary>
internal static class UpdateReads
{
    public const int Clients = 8;

    private const int MostUnsatisfied = 500;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly (int Builds, Shape Shape)[] Updates = [(1, Shape.Usual), (10, Shape.Wide), (100, Shape.Usual), (1_000, Shape.Usual)];

    /// <summary>What asks for these updates' results.</summary>
    public static IReadOnlyDictionary<string, string> Policies { get; } = new Dictionary<string, string>(Target.Policies) { ["wide.yaml"] = Shape.WidePolicy };

    /// <summary>Measures, and adds rows.</summary>
    public static async Task MeasureAsync(Rig rig, TimeSpan each, Table table, CancellationToken cancel)
    {
        await using var drive = await rig.DriveAsync(cancel);
        var http = rig.Services.Http;
        double? first = null;
        foreach (var (builds, shape) in Updates)
        {
            var name = $"READ-{builds}x{shape.Checks.Count}";
            var flood = Flood.Of(name, 1, builds, shape);
            var missing = Math.Min(MostUnsatisfied, (flood.Results.Count + 1) / 2);
            var path = new Uri($"/api/v1/updates/{name}-00000", UriKind.Relative);
            await drive.DefineAsync(flood, cancel);

            await drive.RecordAsync([.. flood.Results.SkipLast(missing)], cancel);
            await RowAsync("waiting", missing);
            await drive.RecordAsync([.. flood.Results.TakeLast(missing)], cancel);
            await RowAsync("passed", 0);

            async Task RowAsync(string state, int unsatisfied)
            {
                await drive.Log.QuietAsync(cancel);
                var bytes = await MustStandAsync(http, path, state, unsatisfied, cancel);
                await HttpLoad.RunAsync(Clients, WarmUp, token => Get.ToTheEndAsync(http, path, token), cancel);
                var load = await HttpLoad.RunAsync(Clients, each, token => Get.ToTheEndAsync(http, path, token), cancel);
                first ??= load.PerSecond;
                table.Add($"{builds} x {shape.Checks.Count}", state, unsatisfied, bytes, load.PerSecond, load.PerSecond / first.Value,
                    Quantiles.At(load.Milliseconds, 0.5), Quantiles.At(load.Milliseconds, 0.99));
            }
        }
    }

    // What is measured is what is meant.
    private static async Task<int> MustStandAsync(HttpClient http, Uri path, string state, int unsatisfied, CancellationToken cancel)
    {
        var body = await http.GetByteArrayAsync(path, cancel);
        using var json = JsonDocument.Parse(body);
        var gate = json.RootElement.GetProperty("gates")[0];
        var (status, count) = (gate.GetProperty("status").GetString(), gate.GetProperty("unsatisfied").GetArrayLength());
        return (status, count) == (state, unsatisfied) ? body.Length : throw new InvalidOperationException($"{path} is {status} with {count} unsatisfied, not {state} with {unsatisfied}");
    }
}
