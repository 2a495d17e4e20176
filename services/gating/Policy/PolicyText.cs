using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Gating;

/// <summary>
/// What a policy file may be before anybody looks for YAML in it: UTF-8 of at most 1 MiB, in which every character is seen for what it is. Where two readers
/// can disagree about a character (whether it ends a line, whether it is there at all) the file is refused, since a check could hide behind it.
/// </summary>
internal static class PolicyText
{
    /// <summary>In bytes.</summary>
    public const int Most = 1024 * 1024;

    private static readonly string TooLong = $"larger than {Most:N0} bytes: split it";

    /// <summary>The text of these bytes, without a mark of byte order before it; null, and noted, where they are no UTF-8 or too many.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, PolicyErrors errors)
    {
        if (bytes.Length > Most)
        {
            errors.Add(0, TooLong);
            return null;
        }

        var marked = bytes.StartsWith(Encoding.UTF8.Preamble);
        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(marked ? bytes[3..] : bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            var line = 1 + bytes[..read].Count((byte)'\n');
            errors.Add(line, $"not UTF-8: byte 0x{bytes[read + (marked ? 3 : 0)]:x2} at offset {read + (marked ? 3 : 0)}");
            return null;
        }

        return new string(chars, 0, written);
    }

    /// <summary>Whether the text is such a one; what it holds instead is noted.</summary>
    public static bool IsPlain(string text, PolicyErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(text) > Most)
        {
            errors.Add(0, TooLong);
            return false;
        }

        var before = errors.Count;
        var line = 1;
        var seen = new HashSet<int>();
        for (var at = 0; at < text.Length;)
        {
            var length = Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;
            var problem = length == 1 && text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? null : Problem(text, at);
            if (problem is not null && seen.Add(rune.Value))
            {
                errors.Add(line, problem);
            }

            if (text[at] == '%' && (at == 0 || text[at - 1] == '\n'))
            {
                errors.Add(line, "a line that begins with % is a directive of YAML: none is taken");
            }

            line += text[at] == '\n' ? 1 : 0;
            at += length;
        }

        return errors.Count == before;
    }

    /// <summary>What is wrong with a text inside, where an escape can have put anything; null where nothing is.</summary>
    public static string? ProblemOf(string value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is '\n' or '\t' || char.GetUnicodeCategory(value[at]) == UnicodeCategory.SpaceSeparator && value[at] != ' ')
            {
                return $"a text may not hold U+{(int)value[at]:X4}";
            }

            if (Problem(value, at) is { } problem)
            {
                return problem;
            }

            at += char.IsHighSurrogate(value[at]) ? 1 : 0;
        }

        return null;
    }

    private static string? Problem(string text, int at)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune))
        {
            return $"half a character, U+{(int)text[at]:X4}";
        }

        return rune.Value switch
        {
            '\n' or (>= ' ' and < 0x7f) => null,
            '\t' => "a tab, U+0009: indent with spaces",
            '\r' => "a carriage return, U+000D, that no line feed follows",
            _ when (rune.Value & 0xfffe) == 0xfffe => $"U+{rune.Value:X4}, which is no character",
            _ => Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control => $"a control character, U+{rune.Value:X4}",
                UnicodeCategory.Format => $"an invisible character, U+{rune.Value:X4}",
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"U+{rune.Value:X4}, which ends a line for some readers only",
                _ => null,
            },
        };
    }
}
