namespace Gatehouse.Projections;

/// <summary>What a cell's view knows: its newest result, and how many it holds.</summary>
/// <param name="Sequence">The newest result's place in the log.</param>
/// <param name="History">Its runs; null while it holds one.</param>
public sealed record CellState(long Sequence, string Outcome, DateTimeOffset SubmitTime, long TimesSeen, CellHistory? History = null);
