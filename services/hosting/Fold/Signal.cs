namespace Gatehouse.Hosting;

/// <summary>Wakes whoever waits. Take <see cref="Next"/> before looking whether there is work, await it after: no pulse is missed.</summary>
public sealed class Signal
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next pulse.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Pulse() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Waits for the pulse, but no longer than a moment: what wakes us may live in another process.</summary>
    public static async Task WaitAsync(Task next, TimeSpan moment, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(moment, cancellation);
        }
        catch (TimeoutException)
        {
            // The tick.
        }
    }
}
