namespace Gatehouse.Hosting;

/// <summary>The pause between tries of something that will come back: doubles from its start to its cap, forgotten after a success.</summary>
public sealed class Backoff(TimeSpan? first = null, TimeSpan? cap = null)
{
    private readonly TimeSpan first = first ?? TimeSpan.FromMilliseconds(100);
    private readonly TimeSpan cap = cap ?? TimeSpan.FromSeconds(1);
    private TimeSpan next = first ?? TimeSpan.FromMilliseconds(100);

    /// <summary>Waits, longer each time.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var pause = next;
        next = next * 2 < cap ? next * 2 : cap;
        await Task.Delay(pause, cancellation);
    }

    /// <summary>It worked: the next pause is the first again.</summary>
    public void Forget() => next = first;
}
