using System.Globalization;

namespace Gatehouse.Hosting;

/// <summary>Durations as policies and settings write them: a number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
public static class Duration
{
    /// <summary>What a refused text is told.</summary>
    public const string Expected = "a number and s, m, h or d, such as 90s or 8h, from 1s to 3650d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads one. False outside one second to ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = text is [.., var last] ? last switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } : 0;
        if (unit == 0 || !decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 1_000_000_000)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds((double)(number * unit));
        return duration >= TimeSpan.FromSeconds(1) && duration <= Longest;
    }
}
