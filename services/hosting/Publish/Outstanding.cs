namespace Gatehouse.Hosting;

/// <summary>The messages of one page that the broker has not confirmed yet. Their delivery tags follow each other.</summary>
internal sealed class Outstanding
{
    private readonly ulong first;
    private readonly bool[] settled;
    private readonly TaskCompletionSource confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int allBelow;
    private int left;

    public Outstanding(ulong first, int count)
    {
        (this.first, this.settled, this.left) = (first, new bool[count], count);
        if (count == 0)
        {
            confirmed.SetResult();
        }
    }

    /// <summary>Ends when all are confirmed, fails when the channel has failed.</summary>
    public Task Confirmed => confirmed.Task;

    /// <summary>The broker has confirmed this tag, or all up to it.</summary>
    public void Settle(ulong tag, bool multiple)
    {
        if (tag < first || tag - first >= (ulong)settled.Length)
        {
            return;
        }

        var index = (int)(tag - first);
        for (var i = multiple ? allBelow : index; i <= index; i++)
        {
            left -= settled[i] ? 0 : 1;
            settled[i] = true;
        }

        allBelow = multiple ? Math.Max(allBelow, index + 1) : allBelow;
        if (left == 0)
        {
            confirmed.TrySetResult();
        }
    }

    public void Fail(Exception reason) => confirmed.TrySetException(reason);
}
