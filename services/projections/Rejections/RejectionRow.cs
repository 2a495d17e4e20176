using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A refused message as it is listed.</summary>
public sealed record RejectionRow(long Sequence, DateTimeOffset RecordedAt, MessageRejected Rejected);

/// <summary>What was done about a refused message.</summary>
public sealed record SettlementRow(long Sequence, RejectionSettled Settled);
