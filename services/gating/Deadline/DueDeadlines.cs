namespace Gatehouse.Gating;

/// <summary>
/// The deadlines of waiting gates that have come, or are about to, and how far results are recorded: what follows
/// from that. Pure.
/// </summary>
/// <param name="Now">By the database's clock.</param>
/// <param name="Oldest">The first of them.</param>
/// <param name="Newest">The last of them; it may be a moment ahead, to be asked for in time.</param>
/// <param name="RecordedUntil">The watermark, which is never ahead; null if nothing is known.</param>
/// <param name="Grace">How long a deadline stands still at most.</param>
public readonly record struct DueDeadlines(
    DateTimeOffset Now, DateTimeOffset Oldest, DateTimeOffset Newest, DateTimeOffset? RecordedUntil, TimeSpan Grace)
{
    /// <summary>How long a deadline stands still where neither the settings nor the log say it.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Deadlines up to this one are acted on: all that was delivered by then is on record, or they have stood still
    /// for long enough.
    /// </summary>
    public DateTimeOffset ActOnUntil => RecordedUntil is { } until && until > Now - Grace ? until : Now - Grace;

    /// <summary>Whether there is one to act on.</summary>
    public bool AnyToActOn => Oldest <= ActOnUntil;

    /// <summary>Up to when results have to be recorded for all of them to be acted on; null if they are.</summary>
    public DateTimeOffset? Wanted => RecordedUntil >= Newest ? null : Newest;

    /// <summary>How long the first of those that stand still has done so; zero if none does.</summary>
    public TimeSpan StandsStill => !AnyToActOn && Now > Oldest ? Now - Oldest : TimeSpan.Zero;

    /// <summary>The watermark as the decision of this deadline shows it: null where it is decided without.</summary>
    public DateTimeOffset? Shown(DateTimeOffset deadline) => deadline <= RecordedUntil ? RecordedUntil : null;
}
