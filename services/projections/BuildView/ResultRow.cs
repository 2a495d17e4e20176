using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A result's row: what is searched for, and what its announcement says of the moment it was recorded. The result itself stays in the log.</summary>
/// <param name="Updates">Aliases of the updates that were open then and hold its build.</param>
public sealed record ResultRow(long Sequence, Guid CellKey, ResultRecorded Result, ResultPlace Place, IReadOnlyList<string> Updates);
