namespace Gatehouse.ResultsIngest;

/// <summary>What became of an arrival.</summary>
internal abstract record Receipt
{
    private Receipt()
    {
    }

    /// <summary>It is in the log, since now or, repeated, since an earlier time.</summary>
    internal sealed record Recorded(object Event, long Sequence, bool Repeated) : Receipt;

    /// <summary>It was refused. A message of the bus is kept as a rejection, which has a place in the log too.</summary>
    internal sealed record Refused(IReadOnlyList<Reason> Reasons, bool IsConflict) : Receipt;
}
