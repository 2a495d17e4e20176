using System.Diagnostics.Metrics;

namespace Gatehouse.Hosting;

/// <summary>The meter that every figure of Gatehouse's own belongs to.</summary>
public static class Meters
{
    public const string Name = "Gatehouse";

    /// <summary>Names of instruments begin with <c>gatehouse.</c>; Prometheus shows them with underscores.</summary>
    public static readonly Meter Gatehouse = new(Name);
}
