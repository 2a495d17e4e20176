using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A refused message as it is listed.</summary>
public sealed record RejectionRow(long Sequence, DateTimeOffset RecordedAt, MessageRejected Rejected);
