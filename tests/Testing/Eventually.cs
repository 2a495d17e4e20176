namespace Gatehouse.Testing;

/// <summary>Waits for something to become so, and says what did not. Looks often, so that no test waits longer than it must.</summary>
public static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <exception cref="TimeoutException">It did not become so in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > (within ?? Deadline))
            {
                throw new TimeoutException($"Waited {within ?? Deadline} in vain until {what}.");
            }

            await Task.Delay(Interval);
        }
    }
}
