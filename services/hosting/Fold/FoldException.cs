namespace Gatehouse.Hosting;

/// <summary>A fold cannot get past an event. It stops there, and stays there until somebody mends it.</summary>
public sealed class FoldException(long sequence, Exception cause) : Exception($"at event {sequence}: {cause.Message}", cause)
{
    /// <summary>The event's place in the log.</summary>
    public long Sequence { get; } = sequence;
}
