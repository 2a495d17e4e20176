using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a cell's view knows: its newest result, and how many it holds.</summary>
/// <param name="Sequence">The newest result's place in the log.</param>
/// <param name="Time">Its submit time as it counts: arrival where that was earlier.</param>
/// <param name="Sent">Its submit time as it was sent, where that is another; else null.</param>
/// <param name="History">Its runs; null while it holds one.</param>
public sealed record CellState(long Sequence, string Outcome, DateTimeOffset Time, DateTimeOffset? Sent, long TimesSeen, CellHistory? History = null)
{
    /// <summary>What a later result of the cell is compared with.</summary>
    /// <param name="outcomes">Those in use when that one is recorded.</param>
    public Recency Recency(Outcomes outcomes) => new(Time, outcomes.KindOf(Outcome) != OutcomeKind.Running, Sequence);
}
