using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>A set of measurements in one line, or in some figures.</summary>
internal static class Quantiles
{
    public static string Of(IReadOnlyCollection<double> milliseconds) => milliseconds.Count == 0
        ? "nothing was measured"
        : string.Create(CultureInfo.InvariantCulture,
            $"p50 {At(milliseconds, 0.50):0.0} ms   p90 {At(milliseconds, 0.90):0.0} ms   p99 {At(milliseconds, 0.99):0.0} ms   max {At(milliseconds, 1):0.0} ms   (N={milliseconds.Count})");

    /// <summary>The nearest rank: a value that was really measured.</summary>
    public static double At(IReadOnlyCollection<double> values, double share) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt((int)Math.Ceiling(share * values.Count) - 1);

    /// <summary>What counts of several runs.</summary>
    public static double Median(IReadOnlyCollection<double> values) => At(values, 0.5);
}
