using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>A number as benchmarks print it, with commas between thousands or without.</summary>
internal readonly record struct PrintedNumber(double Value, double Rounding)
{
    /// <summary>How one looks, for regular expressions.</summary>
    public const string Pattern = @"-?\d[\d,]*(?:\.\d+)?";

    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint;

    /// <summary>Null where the text is anything else than a number.</summary>
    public static PrintedNumber? TryRead(string text)
    {
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        return new(value, 0.5 * Math.Pow(10, point < 0 ? 0 : point + 1 - text.Length));
    }
}
