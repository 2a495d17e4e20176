using System.Globalization;
using System.Text;

namespace Gatehouse.Contracts;

/// <summary>
/// Texts written one after the other so that no two different lists of them read the same: each as <c>length:text,</c>
/// with its length in bytes of UTF-8, one that is missing as <c>-,</c>, and a list of texts as the text that its own
/// entries make. What is named by it is stored, so it can never change.
/// </summary>
internal sealed class Netstrings
{
    private readonly StringBuilder written = new();

    public Netstrings Add(string? text)
    {
        _ = text is null
            ? written.Append("-,")
            : written.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text},");
        return this;
    }

    /// <summary>A set of texts, in the order of their characters (code points), what is missing in front.</summary>
    public Netstrings AddSorted(IEnumerable<string?> texts)
    {
        var entries = new Netstrings();
        foreach (var text in texts.Order(ByCodePoint))
        {
            entries.Add(text);
        }

        return Add(entries.ToString());
    }

    public override string ToString() => written.ToString();

    // That of UTF-8 and of most languages' own comparison; that of .NET puts what lies above U+FFFF in front of U+E000.
    private static readonly Comparer<string?> ByCodePoint = Comparer<string?>.Create((a, b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
    });
}
