using System.Text.RegularExpressions;

namespace Gatehouse.Benchmarks;

/// <summary>A <see cref="Table"/> as it was printed.</summary>
/// <param name="Caption">The line above it, or nothing.</param>
internal sealed partial record PrintedTable(
    string Caption, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    // What was asked for, not what was measured: they tell rows apart that begin alike.
    private static readonly IReadOnlyList<string> Settings = ["clients", "unsatisfied"];

    // In relation to another row: of the column before it.
    private const string Relation = "(x)";

    /// <summary>The table whose headings are in this line; null where there is none.</summary>
    public static PrintedTable? TryRead(IReadOnlyList<string> lines, int at)
    {
        var headings = Cells(lines[at]);
        if (headings.Count < 2 || headings.Skip(1).Any(IsFigure))
        {
            return null;
        }

        var rows = lines.Skip(at + 1).Select(Cells)
            .TakeWhile(row => row.Count == headings.Count && row.Skip(1).Any(IsFigure)).ToList();
        return rows is [] ? null : new(at > 0 ? lines[at - 1].Trim() : "", headings, rows);
    }

    /// <summary>Its figures, row by row.</summary>
    /// <param name="number">Tells it from others of the same output that begin with the same heading.</param>
    public IEnumerable<Figure> Figures(int number) =>
        from place in Enumerable.Range(0, Rows.Count)
        from column in Enumerable.Range(1, Headings.Count - 1)
        let cell = PrintedNumber.TryRead(Rows[place][column])
        where cell is not null && !Settings.Contains(Headings[column])
        select new Figure(
            $"{Headings[0]} {number}/{Key(place)}/{Column(column)}", Caption, $"{Name(place)}: {Column(column)}",
            cell.Value.Value, cell.Value.Rounding);

    // A row that begins with a number is known by its place: how long a log is differs from version to version.
    private string Key(int place) =>
        PrintedNumber.TryRead(Rows[place][0]) is null ? Name(place) : $"#{place + 1}";

    private string Name(int place)
    {
        var row = Rows[place];
        var first = PrintedNumber.TryRead(row[0]) is null ? row[0] : $"{row[0]} {Headings[0]}".Trim();
        return string.Join(", ", Enumerable.Range(1, row.Count - 1)
            .Where(c => Settings.Contains(Headings[c]) || !IsFigure(row[c]))
            .Select(c => $"{row[c]}{(IsFigure(row[c]) ? $" {Headings[c]}" : "")}").Prepend(first));
    }

    private string Column(int column) =>
        Headings[column] == Relation ? $"{Headings[column - 1]} {Relation}" : Headings[column];

    // "-" is a figure that was not measured.
    private static bool IsFigure(string cell) => cell == "-" || PrintedNumber.TryRead(cell) is not null;

    private static IReadOnlyList<string> Cells(string line) => Gap().Split(line.TrimEnd());

    [GeneratedRegex(" {3,}")]
    private static partial Regex Gap();
}
