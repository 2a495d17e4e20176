using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>Times as policies write them: RFC 3339 with seconds and an offset, since whoever reads a policy does not know its author's zone.</summary>
internal static partial class PolicyTime
{
    public const string Expected = "an RFC 3339 time with seconds and an offset, such as 2026-11-22T10:15:00Z, from 1970 to 2200";

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            Form().IsMatch(text) ? text : "",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out time)
        && time >= Limits.EarliestTime && time < Limits.LatestTime;

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Form();
}
