namespace Gatehouse.Projections;

/// <summary>Something that is read at most once a second however many ask for it, and not at all while nobody does.</summary>
internal sealed class Fresh<T>(TimeProvider clock) : IDisposable
    where T : class
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1);
    private T? current;
    private long read;

    /// <summary>What was read last, no older than a second; else it is read. A failure is not kept.</summary>
    /// <param name="readAsync">Reads it; is given what was read before.</param>
    public async ValueTask<T> NowAsync(Func<T?, CancellationToken, Task<T>> readAsync, CancellationToken cancellation)
    {
        await reading.WaitAsync(cancellation);
        try
        {
            if (current is null || clock.GetElapsedTime(read) >= Age)
            {
                (current, read) = (await readAsync(current, cancellation), clock.GetTimestamp());
            }

            return current;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();
}
