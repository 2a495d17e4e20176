using System.Collections.Concurrent;
using System.Globalization;

namespace Gatehouse.Platform.Tests;

/// <summary>Deeds one after the other, with pauses, until it is enough; and a diary of all lanes.</summary>
internal sealed class Diary(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, int> done = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly DateTimeOffset started = clock.GetUtcNow();

    /// <summary>How often each kind was done.</summary>
    public IReadOnlyDictionary<string, int> Done => done;

    /// <summary>What was done when, and what did not come about.</summary>
    public IEnumerable<string> Lines => lines;

    /// <summary>A time in the diary's seconds.</summary>
    public double When(DateTimeOffset at) => (at - started).TotalSeconds;

    /// <summary>One lane of deeds; returns when the last one is over.</summary>
    /// <param name="pause">Between two of them.</param>
    public async Task RunAsync(
        Func<(string Kind, Func<Task> Deed)> draw, Func<TimeSpan> pause, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var (kind, deed) = draw();
            try
            {
                lines.Enqueue(At(kind));
                await deed();
                done.AddOrUpdate(kind.Split(':')[0], 1, (_, n) => n + 1);
            }
            catch (Exception e)
            {
                // Another lane was quicker: what this deed needs is down.
                lines.Enqueue(At($"{kind} did not come about: {e.GetBaseException().Message.Split('\n')[0]}"));
            }

            await Task.Delay(pause(), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string At(string what) => string.Create(
        CultureInfo.InvariantCulture, $"{When(clock.GetUtcNow()),6:0.0} s  {what}");
}
