namespace Gatehouse.Contracts;

/// <summary>
/// What decides which of several facts of one place counts (rules 3, 9 and 14): the newest by its own time. A time ahead of arrival counts as arrival: one
/// broken clock must not hold a place for ever.
/// </summary>
/// <param name="Time">The fact's own time, or its arrival where that was earlier.</param>
/// <param name="Final">Of equal time such a one counts: a finished result over QUEUED and RUNNING, a closing over a definition.</param>
/// <param name="Sequence">Of what is equal so far the one recorded later counts.</param>
public readonly record struct Recency(DateTimeOffset Time, bool Final, long Sequence) : IComparable<Recency>
{
    /// <summary>That of a fact.</summary>
    /// <param name="said">Its time as it was sent.</param>
    /// <param name="recordedAt">When it was recorded, by the database's clock.</param>
    public static Recency Of(DateTimeOffset said, DateTimeOffset recordedAt, bool final, long sequence) => new(Effective(said, recordedAt), final, sequence);

    /// <summary>The time that counts wherever times are compared. What is shown stays as it was sent.</summary>
    public static DateTimeOffset Effective(DateTimeOffset said, DateTimeOffset recordedAt) => said < recordedAt ? said : recordedAt;

    public int CompareTo(Recency other) => (Time, Final, Sequence).CompareTo((other.Time, other.Final, other.Sequence));

    public static bool operator <(Recency left, Recency right) => left.CompareTo(right) < 0;

    public static bool operator >(Recency left, Recency right) => left.CompareTo(right) > 0;

    public static bool operator <=(Recency left, Recency right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Recency left, Recency right) => left.CompareTo(right) >= 0;
}
