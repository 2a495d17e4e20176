using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>An event of the live stream as a client gets it.</summary>
internal sealed record Seen(string Type, long? Id, string Text)
{
    public JsonObject Body => JsonNode.Parse(Text)!.AsObject();
}

/// <summary>A browser's <c>EventSource</c>: it comes back whenever it is cut off, with the id of the last event that it has got.</summary>
internal sealed class EventSource : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource enough = new();
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<Seen> seen = [];
    private readonly Task listening;
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int opened;

    private EventSource(Func<int, string> url, long? from) => listening = ListenAsync(url, from?.ToString(CultureInfo.InvariantCulture));

    /// <summary>How often it was opened.</summary>
    public int Opened => Volatile.Read(ref opened);

    /// <summary>Everything it has got, in its order.</summary>
    public IReadOnlyList<Seen> All
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    /// <summary>Returns when it listens: what was said since the id that it comes with has been heard (up to 50 pages of the log), whatever is said from now on will be.</summary>
    /// <param name="url">Where it goes at each of its attempts, counted from 0.</param>
    /// <param name="from">The id that it comes with at first; null for none.</param>
    public static async Task<EventSource> OpenAsync(Func<int, string> url, long? from = null)
    {
        var source = new EventSource(url, from);
        await source.open.Task.WaitAsync(Patience);
        return source;
    }

    public static Task<EventSource> OpenAsync(string url, long? from = null) => OpenAsync(_ => url, from);

    /// <summary>Returns the first of these events, as soon as it has come.</summary>
    public async Task<Seen> UntilAsync(Func<Seen, bool> which, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        var looked = 0;
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (seen.FindIndex(looked, s => which(s)) is >= 0 and var found)
                {
                    return seen[found];
                }

                (looked, next) = (seen.Count, more.Task);
            }

            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Patience} for {what}. The last of {All.Count} events:\n{string.Join('\n', All.TakeLast(20))}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        enough.Dispose();
    }

    private async Task ListenAsync(Func<int, string> url, string? last)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        for (var attempt = 0; !enough.IsCancellationRequested; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, url(attempt));
                request.Headers.Add("Last-Event-ID", last is null ? [] : [last]);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough.Token);
                if (response.StatusCode == HttpStatusCode.BadRequest)
                {
                    open.TrySetException(new InvalidOperationException(await response.Content.ReadAsStringAsync(enough.Token)));
                    return;
                }

                Interlocked.Increment(ref opened);
                using var lines = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(enough.Token));
                var block = new Dictionary<string, string>();
                while (await lines.ReadLineAsync(enough.Token) is { } line)
                {
                    if (line.Length > 0)
                    {
                        var (name, value) = line.Split(": ", 2) is [var n, var v] ? (n, v) : (line, "");
                        block[name] = value;
                        continue;
                    }

                    // Half a block counts for nothing; an id counts without data, too.
                    last = block.TryGetValue("id", out var id) ? id : last;
                    Hear(block);
                    block.Clear();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !enough.IsCancellationRequested)
            {
                await Task.Delay(Pause, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(Dictionary<string, string> block)
    {
        if (!block.TryGetValue("data", out var text))
        {
            if (block.ContainsKey("id"))
            {
                // A place without an event: what came before it has been said. The events of the past have ids, too, so none of these will do.
                open.TrySetResult();
            }

            return;
        }

        long? id = block.TryGetValue("id", out var place) ? long.Parse(place, CultureInfo.InvariantCulture) : null;
        TaskCompletionSource waiting;
        lock (gate)
        {
            seen.Add(new Seen(block["event"], id, text));
            (waiting, more) = (more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.TrySetResult();
    }
}
