using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>The figures of both sides' runs, pair by pair.</summary>
internal sealed class Comparison
{
    private readonly IReadOnlyList<IReadOnlyDictionary<string, Figure>> now;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, Figure>> then;
    private readonly double within;

    /// <param name="now">What each run of the one side gave, in the order of rounds.</param>
    /// <param name="then">The same of the other.</param>
    /// <param name="within">How far from 1 a ratio may be, as a share.</param>
    public Comparison(
        IReadOnlyList<IReadOnlyList<Figure>> now, IReadOnlyList<IReadOnlyList<Figure>> then, double within)
    {
        (this.now, this.then, this.within) = (ByKey(now), ByKey(then), within);
        var all = this.now.Concat(this.then).SelectMany(run => run.Values).DistinctBy(f => f.Key).ToList();
        Compared = [.. all.Where(f => this.now.Concat(this.then).All(run => run.ContainsKey(f.Key)))];
        NotCompared = [.. all.Except(Compared)];
    }

    /// <summary>What every run of either side gave.</summary>
    public IReadOnlyList<Figure> Compared { get; }

    /// <summary>What only some runs gave, or one side.</summary>
    public IReadOnlyList<Figure> NotCompared { get; }

    /// <summary>A table for each group of figures, and what has not been compared.</summary>
    public string Print()
    {
        var parts = Compared.GroupBy(f => f.Group)
            .Select(group => $"{(group.Key.Length == 0 ? "" : $"{group.Key}\n")}{Rows(group)}").ToList();
        if (NotCompared is not [])
        {
            var names = string.Join("; ", NotCompared.Select(f => f.Name));
            parts.Add($"NOT compared, since not every run gave it: {names}");
        }

        return string.Join("\n\n", parts);
    }

    private Table Rows(IEnumerable<Figure> figures)
    {
        var table = new Table(
            "figure", "now", "then", "now/then", "from", "to", Invariant($"within {100 * within:0.##} %"));
        foreach (var figure in figures)
        {
            var (here, there) = (Values(now, figure), Values(then, figure));
            var ratios = new PairedRatios(here, there);
            var median = PairedRatios.MedianOf(there);
            table.Add(
                figure.Name, PairedRatios.MedianOf(here), median,
                Ratio(ratios.Median), Ratio(ratios.From), Ratio(ratios.To),
                Judged(ratios, figure.Rounding / Math.Abs(median)));
        }

        return table;
    }

    // What was printed with few digits can differ by that alone.
    private string Judged(PairedRatios ratios, double rounding)
    {
        var judged = ratios.IsWithin(within) ? "yes" : ratios.Median > 1 ? "no, more" : "no, less";
        return !double.IsFinite(rounding) ? $"{judged} (printed as 0)"
            : rounding > within / 5 ? Invariant($"{judged} (rounded by {100 * rounding:0} %)")
            : judged;
    }

    private static string Ratio(double ratio) => Invariant($"{ratio:0.000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static List<double> Values(IReadOnlyList<IReadOnlyDictionary<string, Figure>> runs, Figure figure) =>
        [.. runs.Select(run => run[figure.Key].Value)];

    private static List<Dictionary<string, Figure>> ByKey(IReadOnlyList<IReadOnlyList<Figure>> runs) =>
        [.. runs.Select(run => run.ToDictionary(f => f.Key))];
}
