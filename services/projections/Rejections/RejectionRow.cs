using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A refused message as it is listed.</summary>
/// <param name="Updates">Aliases of the updates that were open then and hold, or are, a subject that it is about.</param>
public sealed record RejectionRow(long Sequence, DateTimeOffset RecordedAt, MessageRejected Rejected, IReadOnlyList<string> Updates);

/// <summary>
/// What a refused result is about, for the gates that ask for it: a subject and testcase; of a conflict a cell whose newest outcome was another than its own
/// (rules 1 and 2).
/// </summary>
/// <param name="Cell">The cell of a conflict; else that without an arch.</param>
/// <param name="Time">A result that is recorded later takes its place if it is newer, that of what is no conflict also if it is of this time.</param>
public sealed record RefusedRow(long Sequence, Cell Cell, bool Conflict, DateTimeOffset Time)
{
    /// <summary>The cells that a refused result would have landed in.</summary>
    public static IEnumerable<Cell> CellsOf(RejectedResult about) =>
        from subject in about.Subjects
        from arch in about.Arches
        select new Cell(subject, about.Testcase, about.Scenario, arch, about.Variant);

    /// <summary>What is kept of one.</summary>
    /// <param name="outcomeIn">The newest outcome of a cell before it; null where it holds nothing.</param>
    public static IEnumerable<RefusedRow> Of(long sequence, DateTimeOffset recordedAt, MessageRejected rejected, Func<Cell, string?> outcomeIn) => rejected switch
    {
        { About: null } => [],
        { Conflict: true, About: { } about } => CellsOf(about)
            .Where(cell => about.Outcome is not null && about.Outcome != outcomeIn(cell))
            .Select(cell => new RefusedRow(sequence, cell, true, Recency.Effective(about.SubmitTime, recordedAt))),
        { About: { } about } => about.Subjects
            .Select(subject => new RefusedRow(sequence, new Cell(subject, about.Testcase, about.Scenario, null, about.Variant), false, recordedAt)),
    };
}

/// <summary>What was done about a refused message.</summary>
public sealed record SettlementRow(long Sequence, RejectionSettled Settled);
