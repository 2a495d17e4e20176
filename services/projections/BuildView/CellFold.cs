using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a result was to its cell at the moment it was recorded. It never changes afterwards.</summary>
/// <param name="PreviousOutcome">The outcome of the cell's newest result before it; null for the first.</param>
/// <param name="TimesSeen">How many results the cell held then, this one included.</param>
/// <param name="Newest">False when an older time arrived late.</param>
public sealed record ResultPlace(string? PreviousOutcome, long TimesSeen, bool Newest);

/// <summary>A result lands in a cell.</summary>
public static class CellFold
{
    /// <summary>The cell after the result, and the result's place in it.</summary>
    /// <param name="cell">Null is one that holds nothing yet.</param>
    /// <param name="outcomes">Those in use when the result was recorded.</param>
    public static (CellState Cell, ResultPlace Place) Fold(CellState? cell, long sequence, Run run, Outcomes outcomes)
    {
        var seen = (cell?.TimesSeen ?? 0) + 1;
        var fresh = new CellState(sequence, run.Outcome, run.Time, run.Sent, seen);
        var newest = cell is null || fresh.Recency(outcomes) > cell.Recency(outcomes);
        return (newest ? fresh : cell! with { TimesSeen = seen }, new ResultPlace(cell?.Outcome, seen, newest));
    }
}
