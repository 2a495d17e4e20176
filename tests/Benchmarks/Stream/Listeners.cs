namespace Gatehouse.Benchmarks;

/// <summary>Many clients of the live stream, each on a connection of its own.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource enough = new();
    private readonly List<Task> reading = [];

    /// <summary>How many still listen.</summary>
    public int Open => reading.Count(r => !r.IsCompleted);

    /// <summary>Returns when all listen.</summary>
    public static async Task<Listeners> OpenAsync(string url, int count, CancellationToken cancel)
    {
        var listeners = new Listeners();
        foreach (var some in Enumerable.Range(0, count).Chunk(50))
        {
            var answers = await Task.WhenAll(some.Select(_ => listeners.http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancel)));
            listeners.reading.AddRange(answers.Select(listeners.ReadAsync));
        }

        return listeners;
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        enough.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(enough.Token);
            await body.CopyToAsync(Stream.Null, enough.Token);
        }
    }
}
