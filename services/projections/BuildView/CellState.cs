namespace Gatehouse.Projections;

/// <summary>What a cell's view knows: its newest result, and how many it holds.</summary>
/// <param name="Sequence">The newest result's place in the log.</param>
public sealed record CellState(long Sequence, string Outcome, DateTimeOffset SubmitTime, long TimesSeen);
