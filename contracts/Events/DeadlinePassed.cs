namespace Gatehouse.Contracts;

/// <summary>
/// A waiting gate's time is up. Noted once for each deadline; what follows from it is decided by the gate.
/// </summary>
public sealed record DeadlinePassed(string Alias, string DecisionContext, int Revision, DateTimeOffset Deadline)
{
    /// <summary>
    /// The watermark when it was noted: all that was delivered by then is on record. Null where the gate decides without (rule 10), and of the first edition.
    /// </summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>
    /// The edition under which it is noted once more, since the one before had noted it and not decided by it
    /// (rule 16); else null.
    /// </summary>
    public int? Edition { get; init; }

    /// <summary>The same, noted once more under the newest edition.</summary>
    public DeadlinePassed Again() => this with { Edition = EditionInForce.Newest };

    // No decision context holds a space.
    public Guid EventId() => Ids.Version5(
        $"{nameof(DeadlinePassed)}:{(Edition is { } again ? $"edition {again}:" : "")}"
        + $"{DecisionContext}:{Revision}:{Deadline.UtcTicks}:{Alias}");
}
