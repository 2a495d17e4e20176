namespace Gatehouse.Contracts;

/// <summary>A waiting gate's time is up. Noted once for each deadline; what follows from it is decided by the gate.</summary>
public sealed record DeadlinePassed(string Alias, string DecisionContext, int Revision, DateTimeOffset Deadline)
{
    /// <summary>
    /// The watermark when it was noted: all that was delivered by then is on record. Null where the gate decides without (rule 10), and of the first edition.
    /// </summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    public Guid EventId() => Ids.Version5($"{nameof(DeadlinePassed)}:{DecisionContext}:{Revision}:{Deadline.UtcTicks}:{Alias}");
}
