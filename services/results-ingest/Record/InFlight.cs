namespace Gatehouse.ResultsIngest;

/// <summary>
/// Lets no two batches of this process that share an id into the store at once. The second would run into the unique index: its rollback
/// burns sequence numbers, and every fold stands still until it is sure that nothing will fill the gap.
/// </summary>
internal sealed class InFlight
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Task> holders = [];

    /// <summary>Waits until none of the ids is held, then holds them until the answer is disposed of.</summary>
    public async Task<IDisposable> HoldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (TryHold(ids, done.Task) is { } holder)
        {
            await holder.WaitAsync(cancellation);
        }

        return new Hold(this, ids, done);
    }

    /// <returns>Null when they are held now, else somebody to wait for.</returns>
    private Task? TryHold(IReadOnlyCollection<Guid> ids, Task done)
    {
        lock (gate)
        {
            foreach (var id in ids)
            {
                if (holders.TryGetValue(id, out var holder))
                {
                    return holder;
                }
            }

            foreach (var id in ids)
            {
                holders[id] = done;
            }

            return null;
        }
    }

    private sealed class Hold(InFlight owner, IReadOnlyCollection<Guid> ids, TaskCompletionSource done) : IDisposable
    {
        public void Dispose()
        {
            lock (owner.gate)
            {
                foreach (var id in ids)
                {
                    owner.holders.Remove(id);
                }
            }

            done.TrySetResult();
        }
    }
}
