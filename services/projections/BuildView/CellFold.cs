using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a result was to its cell at the moment it was recorded. It never changes afterwards.</summary>
/// <param name="PreviousOutcome">The outcome of the cell's newest result before it; null for the first.</param>
/// <param name="TimesSeen">How many results the cell held then, this one included.</param>
/// <param name="Newest">False when an older submit time arrived late.</param>
public sealed record ResultPlace(string? PreviousOutcome, long TimesSeen, bool Newest);

/// <summary>A result lands in its cell.</summary>
public static class CellFold
{
    /// <summary>The cell after the result, and the result's place in it. Null is a cell that holds nothing yet.</summary>
    public static (CellState Cell, ResultPlace Place) Fold(CellState? cell, long sequence, ResultRecorded result)
    {
        // Of equal submit times the one recorded later counts.
        var newest = cell is null || result.SubmitTime >= cell.SubmitTime;
        var seen = (cell?.TimesSeen ?? 0) + 1;
        var after = newest ? new CellState(sequence, result.Outcome, result.SubmitTime, seen) : cell! with { TimesSeen = seen };
        return (after, new ResultPlace(cell?.Outcome, seen, newest));
    }
}
