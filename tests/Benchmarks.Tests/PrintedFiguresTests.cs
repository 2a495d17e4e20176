namespace Gatehouse.Benchmarks.Tests;

/// <summary>What benchmarks print is read to the last figure, by the same names whatever version printed it.</summary>
internal sealed class PrintedFiguresTests
{
    [Test]
    public void Lines_of_figures_are_read_by_their_names_and_units_and_single_rounds_are_not() =>
        Assert.That(Values("throughput"), Is.EqualTo(new Dictionary<string, double>
        {
            ["limit: bare client, multi-row INSERT: results/s"] = 19_376,
            ["limit: bare client, multi-row INSERT: of the limit"] = 1,
            ["limit: bare client, multi-row INSERT: of a bare client into Marten"] = 1.89,
            ["bare client, Marten append: results/s"] = 10_232,
            ["bare client, Marten append: of the limit"] = 0.53,
            ["bare client, Marten append: of a bare client into Marten"] = 1,
            ["ingest alone: results/s"] = 5_200,
            ["ingest alone: of the limit"] = 0.27,
            ["ingest alone: of a bare client into Marten"] = 0.51,
            ["everything on: results/s"] = 3_037,
            ["everything on: of the limit"] = 0.16,
            ["everything on: of a bare client into Marten"] = 0.30,
        }));

    [Test]
    public void An_indented_line_is_about_the_line_above_it()
    {
        var values = Values("latency");

        Assert.That(values, Has.Count.EqualTo(8));
        Assert.That(values["last result confirmed by the broker -> verdict received: p99 ms"], Is.EqualTo(38.4));
        Assert.That(values["last result published -> confirmed by the broker: max ms"], Is.EqualTo(7));
    }

    [Test]
    public void A_sentence_gives_its_rates_and_words_in_a_line_are_about_what_follows_them()
    {
        Assert.That(Values("backtest"), Is.EqualTo(new Dictionary<string, double> { ["results/s"] = 17_250 }));
        var rebuild = Values("rebuild");
        Assert.That(rebuild.Keys, Has.Some.EqualTo("the services themselves: events/s")
            .And.Some.EqualTo("both at once: of the limit")
            .And.Some.EqualTo("both at once: with the comparison, events/s")
            .And.Some.EqualTo("both at once: with the comparison, of the limit")
            .And.Some.EqualTo("limit: bare client, multi-row INSERT: results/s"));
        // The services; the limit; four rebuilds with four each.
        Assert.That(rebuild, Has.Count.EqualTo(1 + 1 + (4 * 4)));
    }

    [Test]
    public void Tables_that_look_alike_are_told_apart_by_their_order_and_shown_under_their_captions()
    {
        var figures = Read("update-size");

        Assert.That(figures, Has.Count.EqualTo(2 * 2 * 11));
        Assert.That(figures.Select(f => f.Key), Is.Unique);
        var bulk = figures.Where(f => f.Group.StartsWith("in bulk, at least 200 results", StringComparison.Ordinal));
        Assert.That(bulk.Single(f => f.Name == "10 builds: WAL bytes").Value, Is.EqualTo(2_483));
        Assert.That(bulk.Single(f => f.Name == "10 builds: WAL bytes (x)").Value, Is.EqualTo(0.84));
        Assert.That(bulk.Single(f => f.Name == "10 builds: gating").Value, Is.EqualTo(200));
    }

    [Test]
    public void A_row_that_begins_with_a_number_is_known_by_its_place()
    {
        static IEnumerable<string> Keys(int events)
        {
            var table = new Table("events before", "results per s");
            table.Add(0, 1_843.0);
            table.Add(events, 1_700.0);
            return PrintedFigures.Read($"\n{table}\n").Select(f => f.Key);
        }

        Assert.That(Keys(1_003_392), Is.EqualTo(Keys(1_003_401)));
    }

    [Test]
    public void Words_and_settings_name_a_row_and_what_was_not_measured_is_no_figure()
    {
        var table = new Table("GET", "state", "clients", "requests per s", "(x)", "p99 ms");
        table.Add("100 x 5", "waiting", 8, 4_321.0, 1.0, 4.2);
        table.Add("100 x 5", "passed", 8, 4_400.0, double.NaN, 4.1);

        var values = PrintedFigures.Read($"{table}").ToDictionary(f => f.Name, f => f.Value);

        Assert.That(values, Is.EqualTo(new Dictionary<string, double>
        {
            ["100 x 5, waiting, 8 clients: requests per s"] = 4_321,
            ["100 x 5, waiting, 8 clients: requests per s (x)"] = 1,
            ["100 x 5, waiting, 8 clients: p99 ms"] = 4.2,
            ["100 x 5, passed, 8 clients: requests per s"] = 4_400,
            ["100 x 5, passed, 8 clients: p99 ms"] = 4.1,
        }));
    }

    [Test]
    public void Headings_may_be_empty_and_rows_that_are_alike_are_numbered()
    {
        var table = new Table("", "a mark", "partitions", "(x)");
        table.Add("append, events/s", 26_600.0, 27_800.0, 1.05);
        table.Add("append, events/s", 23_100.0, 26_300.0, 1.14);

        Assert.That(PrintedFigures.Read($"{table}").Select(f => f.Name), Is.EqualTo(new[]
        {
            "append, events/s: a mark", "append, events/s: partitions", "append, events/s: partitions (x)",
            "append, events/s: a mark (2)", "append, events/s: partitions (2)", "append, events/s: partitions (x) (2)",
        }));
    }

    [Test]
    public void Each_figure_says_by_how_much_it_can_have_been_rounded()
    {
        var table = new Table("", "few", "some", "many");
        table.Add("row", 0.17, 12.3, 1_234.0);

        var roundings = PrintedFigures.Read($"{table}").Select(f => f.Rounding);

        Assert.That(roundings, Is.EqualTo(new[] { 0.005, 0.05, 0.5 }).Within(1e-12));
    }

    [Test]
    public void Prose_gives_no_figures() => Assert.That(PrintedFigures.Read("""
        Prefetch 2,000, batches of 500; fsync is on; services and subscriber on 2 cores.
        Load average 3.09 at the end.

        """), Is.Empty);

    private static Dictionary<string, double> Values(string benchmark) =>
        Read(benchmark).ToDictionary(f => f.Name, f => f.Value);

    private static IReadOnlyList<Figure> Read(string benchmark) => PrintedFigures.Read(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Printed", $"{benchmark}.txt")));
}
