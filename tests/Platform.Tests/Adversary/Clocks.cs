namespace Gatehouse.Platform.Tests;

/// <summary>
/// The clocks of those who send: each publisher's own is a little fast or slow, some tell whole seconds only, and now
/// and then one runs minutes ahead.
/// </summary>
internal sealed class Clocks(Dice dice, TimeProvider real)
{
    // By the publisher without a name and the one that the broker vouches for.
    private readonly TimeSpan[] off = [dice.Seconds(-40, 5), dice.Seconds(-3, 40)];

    private DateTimeOffset last = real.GetUtcNow();

    /// <summary>What it really is.</summary>
    public DateTimeOffset Now => real.GetUtcNow();

    /// <summary>When a publisher says that something is: now, a while ago, or at the very time of another.</summary>
    public DateTimeOffset Of(bool byUser)
    {
        var now = Now + off[byUser ? 1 : 0];
        last = dice.Of(20) switch
        {
            0 or 1 => now - dice.Seconds(0, 60),
            2 or 3 => last,
            4 => Now + dice.Seconds(30, 540),
            < 11 => Whole(now),
            _ => now,
        };
        return last;
    }

    /// <summary>So far ahead that it is refused, however late it arrives.</summary>
    public DateTimeOffset FarAhead() => Now + dice.Seconds(45 * 60, 90 * 60);

    /// <summary>Without what lies below a second.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
