namespace Gatehouse.Benchmarks;

/// <summary>One figure that a benchmark has printed.</summary>
/// <param name="Key">Names it in every run of either side.</param>
/// <param name="Group">What it was printed under, for people; empty where it stood alone.</param>
/// <param name="Name">Names it for people, within its group.</param>
/// <param name="Value">As printed.</param>
/// <param name="Rounding">By how much it can have been rounded for print.</param>
internal sealed record Figure(string Key, string Group, string Name, double Value, double Rounding);
