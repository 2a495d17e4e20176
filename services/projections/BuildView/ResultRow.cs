using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// A result's row in one of its cells: what is searched for, and what its announcement says of the moment it was recorded. Most results have one; of several
/// the first is the result's own, which it is announced with. The result itself stays in the log.
/// </summary>
/// <param name="Place">Which of the result's cells it is, from 0.</param>
/// <param name="Time">Its submit time as it counts: arrival where that was earlier.</param>
/// <param name="Updates">Aliases of the updates that were open then and hold, or are, one of its subjects.</param>
public sealed record ResultRow(
    long Sequence, short Place, Cell Cell, Guid CellKey, DateTimeOffset Time, ResultRecorded Result, ResultPlace InCell, IReadOnlyList<string> Updates)
{
    /// <summary>The result's own row.</summary>
    public bool IsFirst => Place == 0;
}
