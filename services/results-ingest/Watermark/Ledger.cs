namespace Gatehouse.ResultsIngest;

/// <summary>
/// Which of the messages that one channel has been handed are recorded. The broker numbers what it hands out on a
/// channel 1, 2, 3, ..., so it is enough to know which numbers are acknowledged: whatever else is below a number is
/// still on its way, or under way here, whether or not anybody has seen it yet.
/// </summary>
/// <remarks>
/// A message that goes back to its queue breaks the ledger's <see cref="Stretch"/>: nothing that was begun before may
/// say of this channel that all is recorded, since that message is somebody else's now.
/// </remarks>
internal sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly HashSet<ulong> settledAhead = [];
    private readonly List<(ulong Number, TaskCompletionSource<bool> Done)> waiting = [];
    private ulong next = 1;
    private long stretch;
    private bool ended;
    private (long Stretch, long Round)? lasting;

    /// <summary>Counts how often something went back to its queue.</summary>
    public long Stretch
    {
        get
        {
            lock (gate)
            {
                return stretch;
            }
        }
    }

    /// <summary>
    /// The channel was consuming, and this stretch had begun, when no later round than this one had: the caller has
    /// read the stretch first and the newest round's number after it.
    /// </summary>
    public void WasLasting(long stretch, long round)
    {
        lock (gate)
        {
            // A lower number than before is that of a database that was restored.
            if (stretch == this.stretch && (lasting?.Stretch != stretch || lasting?.Round > round))
            {
                lasting = (stretch, round);
            }
        }
    }

    /// <summary>The stretch that has lasted since before a round began; null if there is none.</summary>
    public long? LastedSinceBefore(long round)
    {
        lock (gate)
        {
            return !ended && lasting is { } since && since.Stretch == stretch && since.Round < round ? stretch : null;
        }
    }

    /// <summary>
    /// A message was acknowledged, as nothing is that has not been recorded; or it never was one of the queue's.
    /// </summary>
    public void Settled(ulong number, bool andAllBefore = false)
    {
        lock (gate)
        {
            Settle(number, andAllBefore);
            foreach (var (awaited, done) in waiting)
            {
                if (awaited <= next)
                {
                    done.TrySetResult(true);
                }
            }
        }
    }

    /// <summary>A message went back to its queue.</summary>
    public void Returned(ulong number, bool andAllBefore = false)
    {
        lock (gate)
        {
            Settle(number, andAllBefore);
            stretch++;
            GiveUp();
        }
    }

    /// <summary>The channel is gone, and what it still held with it.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
            GiveUp();
        }
    }

    /// <summary>
    /// Ends when all that was handed out before this number is recorded; false once that cannot be said any more.
    /// </summary>
    /// <param name="number">A number that the broker has given out on this channel.</param>
    /// <param name="stretch">As <see cref="LastedSinceBefore"/> gave it.</param>
    public async Task<bool> RecordedBeforeAsync(ulong number, long stretch, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (ended || stretch != this.stretch)
            {
                return false;
            }

            if (next >= number)
            {
                return true;
            }

            waiting.Add((number, done));
        }

        try
        {
            return await done.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (gate)
            {
                waiting.RemoveAll(w => w.Done == done);
            }
        }
    }

    private void Settle(ulong number, bool andAllBefore)
    {
        if (andAllBefore && number >= next)
        {
            next = number + 1;
            settledAhead.RemoveWhere(n => n < next);
        }
        else if (number >= next)
        {
            settledAhead.Add(number);
        }

        while (settledAhead.Remove(next))
        {
            next++;
        }
    }

    // Whoever waits goes on elsewhere, not in here.
    private void GiveUp()
    {
        foreach (var (_, done) in waiting)
        {
            done.TrySetResult(false);
        }
    }
}
