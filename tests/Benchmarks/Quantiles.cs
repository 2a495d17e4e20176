using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>A set of measurements in one line.</summary>
internal static class Quantiles
{
    public static string Of(IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted.Count == 0 ? "nothing was measured" : string.Create(CultureInfo.InvariantCulture,
            $"p50 {At(sorted, 0.50):0.0} ms   p90 {At(sorted, 0.90):0.0} ms   p99 {At(sorted, 0.99):0.0} ms   max {sorted[^1]:0.0} ms   (N={sorted.Count})");
    }

    // Nearest rank: a value that was really measured.
    private static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
