using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>Rows of figures under headings: the first column to the left, the others to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [headings];

    /// <summary>Adds a row. Numbers are written without digits that mean nothing.</summary>
    public void Add(params object[] cells) => rows.Add([.. cells.Select(Text)]);

    public override string ToString()
    {
        var widths = headings.Select((_, column) => rows.Max(r => r[column].Length)).ToList();
        return string.Join('\n', rows.Select(row =>
            string.Join("   ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()));
    }

    private static string Text(object cell) => cell switch
    {
        double d when double.IsNaN(d) => "-",
        double d => d.ToString(Math.Abs(d) >= 100 ? "#,0" : Math.Abs(d) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture),
        int or long => string.Create(CultureInfo.InvariantCulture, $"{cell:#,0}"),
        _ => cell.ToString()!,
    };
}
