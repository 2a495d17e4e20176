using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.ResultsIngest;

/// <summary>Times as the contract reads them: RFC 3339, UTC where no offset is given, kept to the microsecond.</summary>
internal static partial class Rfc3339
{
    public const string Expected = "expected an RFC 3339 time, such as 2026-11-22T10:15:00.123Z";

    /// <summary>Reads a time and drops what lies below a microsecond. False for anything else; never throws.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Grammar().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var (year, month, day) = (Number(match, 1), Number(match, 2), Number(match, 3));
        var (hour, minute, second) = (Number(match, 4), Number(match, 5), Number(match, 6));
        var (offsetHour, offsetMinute) = (Number(match, 9), Number(match, 10));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60
            || offsetHour > 23 || offsetMinute > 59)
        {
            return false;
        }

        // A leap second (60) is the first moment of the next minute: no clock of ours has a place for it.
        var ticks = new DateTime(year, month, day, hour, minute, 0).Ticks + (second * TimeSpan.TicksPerSecond) + Fraction(match.Groups[7]);
        var offset = new TimeSpan(offsetHour, offsetMinute, 0).Ticks;
        ticks += match.Groups[8].ValueSpan is "-" ? offset : -offset;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static int Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static long Fraction(Group digits)
    {
        var micros = 0L;
        for (var i = 0; i < 6; i++)
        {
            micros = (micros * 10) + (i < digits.Length ? digits.ValueSpan[i] - '0' : 0);
        }

        return micros * TimeSpan.TicksPerMicrosecond;
    }

    [GeneratedRegex(@"\A([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,60}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
