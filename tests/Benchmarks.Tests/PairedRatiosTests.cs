namespace Gatehouse.Benchmarks.Tests;

/// <summary>The interval is what the tables of the sign test say.</summary>
internal sealed class PairedRatiosTests
{
    [TestCase(6, 1, 0.96875)]
    [TestCase(7, 1, 0.984375)]
    [TestCase(8, 1, 0.9921875)]
    [TestCase(9, 2, 0.9609375)]
    [TestCase(10, 2, 0.978515625)]
    [TestCase(12, 3, 0.961425781)]
    [TestCase(20, 6, 0.958610535)]
    public void So_many_pairs_are_bounded_by_this_rank_with_this_confidence(int pairs, int rank, double confidence)
    {
        Assert.That(PairedRatios.Rank(pairs), Is.EqualTo(rank));
        Assert.That(PairedRatios.Confidence(pairs), Is.EqualTo(confidence).Within(1e-9));
    }

    [Test]
    public void Five_pairs_are_too_few()
    {
        double[] five = [1, 1, 1, 1, 1];
        Assert.That(() => new PairedRatios(five, five), Throws.ArgumentException);
    }

    [Test]
    public void Sides_have_to_come_in_pairs() =>
        Assert.That(() => new PairedRatios([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]), Throws.ArgumentException);

    [Test]
    public void Ratios_are_made_pair_by_pair_so_that_a_machine_that_drifts_does_not_show()
    {
        var ratios = new PairedRatios([110, 220, 330, 440, 550, 660], [100, 200, 300, 400, 500, 600]);

        Assert.That(new[] { ratios.From, ratios.Median, ratios.To }, Has.All.EqualTo(1.1).Within(1e-12));
    }

    [Test]
    public void Six_are_bounded_by_the_smallest_and_the_largest_and_the_median_lies_between_the_two_in_the_middle()
    {
        var ratios = new PairedRatios([1.2, 0.9, 1.0, 1.1, 0.8, 1.3], [1, 1, 1, 1, 1, 1]);

        Assert.That((ratios.From, ratios.To), Is.EqualTo((0.8, 1.3)));
        Assert.That(ratios.Median, Is.EqualTo(1.05).Within(1e-12));
    }

    [Test]
    public void Nine_leave_one_out_at_either_end()
    {
        var ratios = Of(0.1, 0.8, 0.9, 1, 1, 1, 1.1, 1.2, 9);

        Assert.That((ratios.From, ratios.To), Is.EqualTo((0.8, 1.2)));
    }

    [Test]
    public void It_is_within_a_share_where_the_interval_reaches_into_it()
    {
        Assert.That(Of(1.04, 1.2, 1.2, 1.2, 1.2, 1.2).IsWithin(0.05), Is.True);
        Assert.That(Of(1.06, 1.2, 1.2, 1.2, 1.2, 1.2).IsWithin(0.05), Is.False);
        Assert.That(Of(0.8, 0.8, 0.8, 0.8, 0.8, 0.96).IsWithin(0.05), Is.True);
        Assert.That(Of(0.8, 0.8, 0.8, 0.8, 0.8, 0.94).IsWithin(0.05), Is.False);
        Assert.That(Of(0.5, 0.8, 1, 1, 1.3, 2).IsWithin(0.05), Is.True, "all around it");
    }

    [Test]
    public void Nothing_is_equal_to_nothing_and_more_than_nothing_is_not()
    {
        var none = new PairedRatios([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]);
        var some = new PairedRatios([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]);

        Assert.That((none.Median, none.IsWithin(0.05)), Is.EqualTo((1.0, true)));
        Assert.That((some.Median, some.IsWithin(0.05)), Is.EqualTo((double.PositiveInfinity, false)));
    }

    private static PairedRatios Of(params double[] ratios) => new(ratios, [.. ratios.Select(_ => 1.0)]);
}
