namespace Gatehouse.Gating;

/// <summary>A text in which <c>*</c> stands for any characters, none included, and <c>?</c> for one. Case counts.</summary>
public static class Pattern
{
    /// <summary>Whether any of the patterns matches; no patterns at all match everything.</summary>
    public static bool AnyMatches(IReadOnlyList<string>? patterns, string text) => patterns is null || patterns.Any(p => Matches(p, text));

    /// <summary>Whether the pattern matches the whole text, in time proportional to their lengths multiplied at worst.</summary>
    public static bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (star >= 0)
            {
                // Let the last star take one character more and try again from there.
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
