namespace Gatehouse.Contracts;

/// <summary>Requirements by answer: passed to missing add up to all.</summary>
/// <param name="Waived">How many of those not passed are waived.</param>
public sealed record GateCounts(int Requirements, int Passed, int Failed, int Errored, int Running, int Missing, int Waived);
