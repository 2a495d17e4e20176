using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>Some clients, each of which asks again when it has its answer.</summary>
/// <param name="PerSecond">Requests answered in a second, by all together.</param>
/// <param name="Milliseconds">How long each took.</param>
internal sealed record HttpLoad(double PerSecond, IReadOnlyList<double> Milliseconds)
{
    /// <summary>Asks until the time is over.</summary>
    /// <param name="clients">How many ask at the same time.</param>
    /// <param name="duration">How long.</param>
    /// <param name="askAsync">One request, taken to its end; throws if it is not answered as it should be.</param>
    public static async Task<HttpLoad> RunAsync(int clients, TimeSpan duration, Func<CancellationToken, Task> askAsync, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        return Of(started, await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, cancel))));

        async Task<List<double>> ClientAsync()
        {
            List<double> milliseconds = [];
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var asked = Stopwatch.GetTimestamp();
                await askAsync(cancel);
                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return milliseconds;
        }
    }

    /// <summary>Asks until the time is over, each client on a thread of its own.</summary>
    /// <param name="clients">What each does for one request, which it takes to its end; throws if it is not answered as it should be. False: there is nothing left to ask.</param>
    /// <param name="duration">How long.</param>
    public static async Task<HttpLoad> OnThreadsAsync(IEnumerable<Func<bool>> clients, TimeSpan duration, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        return Of(started, await Task.WhenAll(clients.Select(ask => Task.Factory.StartNew(() => Client(ask), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default))));

        List<double> Client(Func<bool> ask)
        {
            List<double> milliseconds = [];
            for (long asked; Stopwatch.GetElapsedTime(started) < duration; milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds))
            {
                asked = Stopwatch.GetTimestamp();
                if (!ask())
                {
                    break;
                }
            }

            return milliseconds;
        }
    }

    private static HttpLoad Of(long started, IEnumerable<List<double>> taken)
    {
        var all = taken.SelectMany(t => t).ToList();
        return new(all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all);
    }
}
