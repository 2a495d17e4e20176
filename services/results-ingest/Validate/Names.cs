using System.Globalization;
using System.Text;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// What names something (a testcase, a scenario, an alias, ...) is shown to people and travels in paths: two that look
/// the same must be the same, and none may turn its surroundings round or mean another place.
/// </summary>
internal static class Names
{
    /// <summary>What speaks against a name, in words, or null.</summary>
    public static string? Refusal(string name) => name switch
    {
        "." or ".." => "expected another name than . and .., which mean places in a path",
        [' ', ..] or [.., ' '] => "expected a name without a space at its beginning or end",
        _ when !name.AsSpan().ContainsAnyExceptInRange(' ', '~') => null,
        _ when char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) =>
            "expected a name without a space at its beginning or end",
        _ when FirstInvisible(name) is { } rune =>
            string.Create(CultureInfo.InvariantCulture,
                $"expected a name without control and other invisible characters, got U+{rune.Value:X4} in it"),
        _ => null,
    };

    private static Rune? FirstInvisible(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                return rune;
            }
        }

        return null;
    }

    // Among format characters are those that turn the direction of text, and those without width. A lone surrogate is
    // read as U+FFFD, as everywhere.
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
