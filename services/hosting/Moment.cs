using System.Globalization;

namespace Gatehouse.Hosting;

/// <summary>Times in queries: RFC 3339, or a whole date; without an offset UTC.</summary>
public static class Moment
{
    /// <summary>What is expected, for whoever gave something else.</summary>
    public const string Expected = "an RFC 3339 time such as 2026-11-22T10:15:00Z";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        // A plus sign that was not percent-encoded arrives as a space.
        text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
