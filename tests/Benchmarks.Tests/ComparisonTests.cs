namespace Gatehouse.Benchmarks.Tests;

/// <summary>Both sides' figures beside each other.</summary>
internal sealed class ComparisonTests
{
    [Test]
    public void Each_figure_has_both_medians_the_ratio_its_interval_and_whether_that_is_within()
    {
        var now = Runs(100, 102, 104, 106, 108, 110);
        var then = Runs(200, 200, 200, 200, 200, 200);

        var (row, _) = Printed(new Comparison(now, then, 0.05));

        string[] expected = ["folding: events/s", "105", "200", "0.525", "0.500", "0.550", "no, less"];
        Assert.That(row, Is.EqualTo(expected));
    }

    [Test]
    public void It_is_within_where_some_ratio_of_six_is()
    {
        var then = Runs(200, 200, 200, 200, 200, 200);

        var (row, _) = Printed(new Comparison(Runs(210, 300, 300, 300, 300, 300), then, 0.05));

        Assert.That(row[^1], Is.EqualTo("yes"));
    }

    [Test]
    public void What_was_printed_with_few_digits_says_so()
    {
        List<IReadOnlyList<Figure>> Six(double value) =>
            [.. Enumerable.Range(1, 6).Select(_ => (IReadOnlyList<Figure>)[new("load", "", "load", value, 0.005)])];
        var (coarse, zero) = (Six(0.17), Six(0));

        Assert.That(Printed(new Comparison(coarse, coarse, 0.05)).Row[^1], Is.EqualTo("yes (rounded by 3 %)"));
        Assert.That(Printed(new Comparison(zero, zero, 0.05)).Row[^1], Is.EqualTo("yes (printed as 0)"));
    }

    [Test]
    public void What_not_every_run_gave_is_named_and_not_compared()
    {
        var then = Runs(100, 100, 100, 100, 100, 100);
        var more = new Figure("new", "", "a new figure", 1, 0.5);
        var comparison = new Comparison([.. then.Select(run => (IReadOnlyList<Figure>)[.. run, more])], then, 0.05);

        Assert.That(comparison.Compared.Select(f => f.Name), Is.EqualTo(new[] { "folding: events/s" }));
        Assert.That(Printed(comparison).Last, Is.EqualTo("NOT compared, since not every run gave it: a new figure"));
    }

    private static List<IReadOnlyList<Figure>> Runs(params double[] values) =>
        [.. values.Select(v => (IReadOnlyList<Figure>)[new("events", "", "folding: events/s", v, 0.5)])];

    private static (string[] Row, string Last) Printed(Comparison comparison)
    {
        var lines = comparison.Print().Split('\n');
        const StringSplitOptions Cells = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return (lines[1].Split("   ", Cells), lines[^1]);
    }
}
