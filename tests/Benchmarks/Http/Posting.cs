using System.Collections.Concurrent;

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
        var address = new Uri(new Uri(rig.Services.Endpoints.IngestHttp), Path);
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
                    await drive.Log.QuietAsync(cancel);
                }

                var bodies = new ConcurrentQueue<byte[]>(flood.Results.Chunk(items).Select(some => Body([.. some.Select(r => r.Body)])));
                var connections = Enumerable.Range(0, clients).Select(_ => new BareHttp(address)).ToList();
                try
                {
                    return await HttpLoad.OnThreadsAsync(connections.Select(c => (Func<bool>)(() => Post(c, bodies))), duration, cancel);
                }
                finally
                {
                    connections.ForEach(c => c.Dispose());
                }
            }
        }

        void Add(string what, int clients, int items, HttpLoad load) => table.Add(
            what, clients, load.PerSecond, load.PerSecond * items, load.PerSecond * items / comparison!.Value, Quantiles.At(load.Milliseconds, 0.5), Quantiles.At(load.Milliseconds, 0.99));
    }

    private static byte[] Body(IReadOnlyList<byte[]> messages) => messages is [var only]
        ? only
        : [(byte)'[', .. messages.SelectMany((m, i) => i == 0 ? m : [(byte)',', .. m]), (byte)']'];

    private static bool Post(BareHttp connection, ConcurrentQueue<byte[]> bodies)
    {
        if (!bodies.TryDequeue(out var body))
        {
            return false;
        }

        // It must be taken whole.
        var answer = connection.Post(body);
        return answer.StartsWith("HTTP/1.1 202 ", StringComparison.Ordinal) ? true : throw new InvalidOperationException($"A POST is answered: {answer}");
    }
}
