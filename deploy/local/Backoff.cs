namespace Gatehouse.Local;

/// <summary>
/// How long to wait before a process that died is started again: not at all the first time, then longer and longer up to five seconds.
/// A process that stayed up for half a minute has its past forgotten. There is no last attempt.
/// </summary>
public readonly record struct Backoff(int Deaths)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(250);

    /// <summary>The back-off after one more death, that of a process which was up for <paramref name="up"/>.</summary>
    public Backoff Died(TimeSpan up) => new(up >= Forgotten ? 1 : Math.Min(Deaths, 1_000) + 1);

    /// <summary>The wait before the next start.</summary>
    public TimeSpan Wait => Deaths switch
    {
        <= 1 => TimeSpan.Zero,
        // The exponent is held down before it is used: a process may die for weeks.
        _ => TimeSpan.FromTicks(Math.Min(Longest.Ticks, Second.Ticks << Math.Min(Deaths - 2, 10))),
    };
}
