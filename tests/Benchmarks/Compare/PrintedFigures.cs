using System.Text.RegularExpressions;

namespace Gatehouse.Benchmarks;

/// <summary>
/// Reads figures out of what a benchmark prints, so that programs of any version can be read alike: the cells of its
/// tables, lines of figures (a name, then numbers with their units, two spaces or more apart) and the rates that
/// sentences name. What single rounds gave is progress and no figure.
/// </summary>
internal static partial class PrintedFigures
{
    /// <summary>All figures, in the order in which they were printed. No two have the same key.</summary>
    public static IReadOnlyList<Figure> Read(string printed)
    {
        var lines = printed.ReplaceLineEndings("\n").Split('\n');
        var figures = new List<Figure>();
        var tables = new Dictionary<string, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (PrintedTable.TryRead(lines, i) is { } table)
            {
                figures.AddRange(table.Figures(Count(tables, table.Headings[0])));
                i += table.Rows.Count;
            }
            else if (!Round().IsMatch(lines[i]))
            {
                figures.AddRange(FigureLine.Read(lines[i], i > 0 ? lines[i - 1].Trim() : ""));
            }
        }

        var seen = new Dictionary<string, int>();
        return [.. figures.Select(f => Numbered(f, Count(seen, f.Key)))];
    }

    private static Figure Numbered(Figure figure, int number) => number == 1
        ? figure
        : figure with { Key = $"{figure.Key} ({number})", Name = $"{figure.Name} ({number})" };

    private static int Count(Dictionary<string, int> counts, string what) =>
        counts[what] = counts.GetValueOrDefault(what) + 1;

    [GeneratedRegex(@"^round \d+: ")]
    private static partial Regex Round();
}
