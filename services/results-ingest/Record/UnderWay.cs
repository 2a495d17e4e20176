using System.Collections.Concurrent;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// What has come in and is not recorded yet, whichever way it came: somebody may wait until all that is under way at
/// one moment is over.
/// </summary>
internal sealed class UnderWay
{
    private readonly ConcurrentDictionary<Task, bool> tasks = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Waits for the recording of something, which is under way until then, or until its waiting is given up.
    /// </summary>
    public async Task<T> UntilAsync<T>(Task<T> recording)
    {
        tasks.TryAdd(recording, true);
        try
        {
            return await recording;
        }
        finally
        {
            tasks.TryRemove(recording, out _);
        }
    }

    /// <summary>Ends when all that is under way now is over: recorded, or gone back to where it came from.</summary>
    public async Task OverAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(tasks.Keys).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
