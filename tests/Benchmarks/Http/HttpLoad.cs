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
    /// <param name="askAsync">One request, taken to its end; throws if it is not answered as it should be. False: there is nothing left to ask.</param>
    public static async Task<HttpLoad> RunAsync(int clients, TimeSpan duration, Func<CancellationToken, Task<bool>> askAsync, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, cancel)));
        var all = taken.SelectMany(t => t).ToList();
        return new(all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all);

        async Task<List<double>> ClientAsync()
        {
            List<double> milliseconds = [];
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var asked = Stopwatch.GetTimestamp();
                if (!await askAsync(cancel))
                {
                    break;
                }

                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return milliseconds;
        }
    }
}
