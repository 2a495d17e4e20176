using System.Text.RegularExpressions;

namespace Gatehouse.Benchmarks;

/// <summary>Figures that are printed outside of tables.</summary>
internal static partial class FigureLine
{
    /// <summary>The figures of a line.</summary>
    /// <param name="above">The line above it, which is what an indented line is about.</param>
    public static IEnumerable<Figure> Read(string line, string above)
    {
        var cells = Gap().Split(line.Trim());
        return cells.Length == 1 ? Rates(line.Trim())
            : line[0] == ' ' ? Row(above, cells)
            : Row(cells[0], cells.Skip(1));
    }

    // "ingest alone     4108 results/s    0.54 of the limit"; words between numbers are about those that follow.
    private static IEnumerable<Figure> Row(string label, IEnumerable<string> cells)
    {
        var about = "";
        foreach (var cell in cells)
        {
            var match = Measured().Match(cell);
            if (!match.Success)
            {
                about = $"{cell}, ";
                continue;
            }

            yield return Of(label, $"{about}{match.Groups["words"].Value}{match.Groups["unit"].Value}", match);
        }
    }

    // "the services themselves: 227025 events in 51.8 s, 4383 events/s, announced and said".
    private static IEnumerable<Figure> Rates(string sentence) => Rate().Matches(sentence).Select(match =>
        Of(BeforeNumbers().Match(sentence).Value.TrimEnd(' ', ':', ','), match.Groups["unit"].Value, match));

    private static Figure Of(string label, string what, Match match)
    {
        var (value, rounding) = PrintedNumber.TryRead(match.Groups["number"].Value)
            ?? throw new InvalidOperationException($"{match.Value} is no number");
        var name = label.Length == 0 ? what : $"{label}: {what}";
        return new(name, "", name, value, rounding);
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex($@"^(?<words>[^\d(][^(]*? )??(?<number>{PrintedNumber.Pattern}) (?<unit>\S.*)$")]
    private static partial Regex Measured();

    [GeneratedRegex($@"(?<=^| )(?<number>{PrintedNumber.Pattern}) (?<unit>[a-z]+/s)\b")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^[^\d]*")]
    private static partial Regex BeforeNumbers();
}
