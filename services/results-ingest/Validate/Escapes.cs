using System.Buffers.Text;

namespace Gatehouse.ResultsIngest;

/// <summary>Looks at the escapes of a JSON string for the characters that are valid JSON but no text: nothing can store them, and few can print them.</summary>
internal static class Escapes
{
    /// <summary>What is wrong first, in words, or null.</summary>
    /// <param name="raw">The inside of a well-formed JSON string, escapes and all.</param>
    public static string? FirstRefused(ReadOnlySpan<byte> raw)
    {
        var expectsLow = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var unit = -1;
            if (raw[i] == '\\')
            {
                i++;
                if (raw[i] == 'u')
                {
                    unit = Hex(raw.Slice(i + 1, 4));
                    i += 4;
                }
            }

            var isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (isLow != expectsLow)
            {
                return "lone surrogates";
            }

            if (unit == 0)
            {
                return "U+0000";
            }

            expectsLow = unit is >= 0xD800 and <= 0xDBFF;
        }

        return expectsLow ? "lone surrogates" : null;
    }

    private static int Hex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int value, out var read, 'x') && read == 4 ? value : -1;
}
