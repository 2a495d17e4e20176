namespace Gatehouse.Projections;

/// <summary>What one run adds to a history.</summary>
/// <param name="Day">The UTC day of its submit time as it counts, counted from 1970-01-01.</param>
/// <param name="Pair">It passed or failed, and so did a run of the same cell before it.</param>
/// <param name="Flip">Those two differ.</param>
/// <param name="Seconds">How long it took since it was queued or began, where that is known.</param>
public sealed record RunStep(int Day, string Outcome, bool Pair, bool Flip, long? Seconds)
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The first run of a cell: there is nothing to compare it with.</summary>
    public static RunStep First(DateTimeOffset time, string outcome) => new(DayOf(time), outcome, false, false, null);

    public static int DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber - Epoch;

    public static DateOnly DateOf(int day) => DateOnly.FromDayNumber(day + Epoch);
}
