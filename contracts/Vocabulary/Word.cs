namespace Gatehouse.Contracts;

/// <summary>The rule shared by subject types, arches, decision contexts and product versions: they become words of routing keys and paths.</summary>
public static class Word
{
    /// <summary>What a refused text is told.</summary>
    public const string Expected = "expected 1 to 64 letters, digits or . _ + -";

    /// <summary>Whether the text is such a word: ASCII letters, digits and <c>._+-</c>, 1 to 64 of them.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= Limits.Word } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
}
