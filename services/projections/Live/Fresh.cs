namespace Gatehouse.Projections;

/// <summary>Something that is read once for all who ask at the same time, and not at all while nobody does.</summary>
/// <param name="clock">What ages are measured by.</param>
/// <param name="age">
/// How old it may be when somebody asks for it. Zero: only a read that began after they asked will do, so whoever comes while one is under way waits for
/// the next, together with all others who did.
/// </param>
internal sealed class Fresh<T>(TimeProvider clock, TimeSpan age) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim reading = new(1);
    private T? current;
    private long began;

    /// <summary>What was read last, if that is young enough; else it is read. A failure is not kept.</summary>
    /// <param name="readAsync">Reads it; is given what was read before.</param>
    public async ValueTask<T> NowAsync(Func<T?, CancellationToken, Task<T>> readAsync, CancellationToken cancellation)
    {
        var asked = clock.GetTimestamp();
        await reading.WaitAsync(cancellation);
        try
        {
            if (current is null || clock.GetElapsedTime(began, asked) >= age)
            {
                var begins = clock.GetTimestamp();
                (current, began) = (await readAsync(current, cancellation), begins);
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
