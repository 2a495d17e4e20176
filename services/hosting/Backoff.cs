namespace Gatehouse.Hosting;

/// <summary>The pause between tries of something that will come back: doubles from its start to its cap, forgotten after a success.</summary>
public sealed class Backoff(TimeSpan? first = null, TimeSpan? cap = null)
{
    private readonly TimeSpan _first = first ?? TimeSpan.FromMilliseconds(100);
    private readonly TimeSpan _cap = cap ?? TimeSpan.FromSeconds(1);
    private TimeSpan _next = first ?? TimeSpan.FromMilliseconds(100);

    /// <summary>Waits, longer each time.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var pause = _next;
        _next = _next * 2 < _cap ? _next * 2 : _cap;
        await Task.Delay(pause, cancellation);
    }

    /// <summary>It worked: the next pause is the first again.</summary>
    public void Forget() => _next = _first;
}
