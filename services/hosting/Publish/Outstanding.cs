namespace Gatehouse.Hosting;

/// <summary>The messages of one page that the broker has not confirmed yet. Their delivery tags follow each other.</summary>
internal sealed class Outstanding
{
    private readonly ulong _first;
    private readonly bool[] _settled;
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _allBelow;
    private int _left;

    public Outstanding(ulong first, int count)
    {
        (_first, _settled, _left) = (first, new bool[count], count);
        if (count == 0)
        {
            _confirmed.SetResult();
        }
    }

    /// <summary>Ends when all are confirmed, fails when the channel has failed.</summary>
    public Task Confirmed => _confirmed.Task;

    /// <summary>The broker has confirmed this tag, or all up to it.</summary>
    public void Settle(ulong tag, bool multiple)
    {
        if (tag < _first || tag - _first >= (ulong)_settled.Length)
        {
            return;
        }

        var index = (int)(tag - _first);
        for (var i = multiple ? _allBelow : index; i <= index; i++)
        {
            _left -= _settled[i] ? 0 : 1;
            _settled[i] = true;
        }

        _allBelow = multiple ? Math.Max(_allBelow, index + 1) : _allBelow;
        if (_left == 0)
        {
            _confirmed.TrySetResult();
        }
    }

    public void Fail(Exception reason) => _confirmed.TrySetException(reason);
}
