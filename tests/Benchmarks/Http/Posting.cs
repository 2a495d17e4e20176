using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Gatehouse.Benchmarks;

/// <summary>Results to ingest over HTTP: one a request, and in lists.</summary>
internal static class Posting
{
    private const int ListItems = 500;
    private const int ListClients = 8;
    private const int Builds = 10;

    // Enough for any machine that these figures are taken on; what is left over is not sent.
    private const int MostSingles = 8_000;
    private const int MostInLists = 25_000;
    private static readonly Uri Path = new("/api/v1/results", UriKind.Relative);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    // The clients' own code is still being compiled after five seconds. With everything on, what warms up has to be folded before it is measured.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortWarmUp = TimeSpan.FromSeconds(2);
    private static readonly int[] Clients = [1, 8, 32];

    /// <summary>Measures, and adds rows.</summary>
    /// <param name="everything">Whether all services run, or ingest alone.</param>
    /// <param name="against">What all is compared with; null: the first of these.</param>
    /// <returns>Results a second of one client.</returns>
    public static async Task<double> MeasureAsync(Rig rig, bool everything, TimeSpan each, Table table, double? against, CancellationToken cancel)
    {
        var name = everything ? "everything on" : "ingest alone";
        await using var drive = await rig.DriveAsync(cancel);
        using var http = new HttpClient { BaseAddress = new Uri(rig.Services.Endpoints.IngestHttp) };
        var comparison = against;
        foreach (var clients in Clients)
        {
            var load = await RunAsync(clients, 1, MostSingles * each.TotalSeconds);
            comparison ??= load.PerSecond;
            Add($"{name}, single", clients, 1, load);
        }

        Add($"{name}, lists of {ListItems}", ListClients, ListItems, await RunAsync(ListClients, ListItems, MostInLists * each.TotalSeconds));
        return comparison!.Value;

        async Task<HttpLoad> RunAsync(int clients, int items, double most)
        {
            await (everything ? SendAsync("WARM", most / 10, ShortWarmUp) : SendAsync("WARM", most, WarmUp));
            return await SendAsync("POST", most, each);

            async Task<HttpLoad> SendAsync(string what, double count, TimeSpan duration)
            {
                var flood = Flood.Of($"{what}-{clients}-{items}-{name[..1]}", (int)Math.Ceiling(count / (Builds * Flood.Cells)), Builds);
                await drive.DefineAsync(flood, cancel);
                if (everything)
                {
                    // What came before is not to be folded meanwhile.
                    await drive.Log.FoldedAsync(await drive.Log.LastAsync(cancel), cancel);
                }

                var bodies = new ConcurrentQueue<byte[]>(flood.Results.Chunk(items).Select(some => Body([.. some.Select(r => r.Body)])));
                return await HttpLoad.RunAsync(clients, duration, token => PostAsync(http, bodies, token), cancel);
            }
        }

        void Add(string what, int clients, int items, HttpLoad load) => table.Add(
            what, clients, load.PerSecond, load.PerSecond * items, load.PerSecond * items / comparison!.Value, Quantiles.At(load.Milliseconds, 0.5), Quantiles.At(load.Milliseconds, 0.99));
    }

    // Which must be taken whole.
    private static async Task PostAsync(HttpClient http, byte[] body, CancellationToken cancel)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        using var answer = await http.PostAsync(Path, content, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode} to a POST: {text}");
        }
    }

    private static byte[] Body(IReadOnlyList<byte[]> messages) => messages is [var only]
        ? only
        : [(byte)'[', .. messages.SelectMany((m, i) => i == 0 ? m : [(byte)',', .. m]), (byte)']'];

    private static async Task<bool> PostAsync(HttpClient http, ConcurrentQueue<byte[]> bodies, CancellationToken cancel)
    {
        if (!bodies.TryDequeue(out var body))
        {
            return false;
        }

        await PostAsync(http, body, cancel);
        return true;
    }
}
