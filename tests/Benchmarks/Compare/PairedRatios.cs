namespace Gatehouse.Benchmarks;

/// <summary>
/// Ratios of measurements that were taken in pairs, one of each side soon after the other, so that whatever the
/// machine does meanwhile happens to both. What counts is their median; its interval assumes no distribution.
/// </summary>
internal sealed class PairedRatios
{
    /// <summary>With fewer not even smallest and largest enclose the median with <see cref="Wanted"/>.</summary>
    public const int Fewest = 6;

    /// <summary>The least confidence of an interval.</summary>
    public const double Wanted = 0.95;

    private readonly double[] ratios;

    public PairedRatios(IReadOnlyList<double> now, IReadOnlyList<double> then)
    {
        if (now.Count != then.Count || now.Count < Fewest)
        {
            throw new ArgumentException($"There have to be {Fewest} pairs at least, not {now.Count} and {then.Count}.");
        }

        // Two that are nothing at all are equal.
        ratios = [.. now.Zip(then, (a, b) => a == b ? 1 : a / b).Order()];
    }

    /// <summary>The median of the ratios, now to then.</summary>
    public double Median => MedianOf(ratios);

    /// <summary>The lower bound of the median's interval.</summary>
    public double From => ratios[Rank(ratios.Length) - 1];

    /// <summary>The upper bound of the median's interval.</summary>
    public double To => ratios[^Rank(ratios.Length)];

    /// <summary>Whether the interval reaches into what is at most so far from 1.</summary>
    public bool IsWithin(double share) => From <= 1 + share && To >= 1 - share;

    /// <summary>
    /// Which of so many ratios bounds the interval, from either end: the innermost for which the true median lies
    /// between the two with <see cref="Wanted"/> at least.
    /// </summary>
    public static int Rank(int pairs)
    {
        var rank = 1;
        while (Confidence(pairs, rank + 1) >= Wanted)
        {
            rank++;
        }

        return rank;
    }

    /// <summary>How sure the interval of so many pairs is.</summary>
    public static double Confidence(int pairs) => Confidence(pairs, Rank(pairs));

    /// <summary>The value in the middle; of two there, what lies between them.</summary>
    public static double MedianOf(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    // The median lies outside if fewer than so many of the ratios fall on one side of it, each of which does so with
    // one half, as with tosses of a coin.
    private static double Confidence(int pairs, int rank)
    {
        var (outside, ways) = (0.0, 1.0);
        for (var below = 0; below < rank; below++)
        {
            outside += ways;
            ways = ways * (pairs - below) / (below + 1);
        }

        return 1 - (2 * outside / Math.Pow(2, pairs));
    }
}
