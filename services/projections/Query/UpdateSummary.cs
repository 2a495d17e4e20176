using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>An update as a list shows it: no list in it grows with the number of its builds.</summary>
public sealed record UpdateSummary
{
    public required string Alias { get; init; }
    public required UpdateState State { get; init; }
    public required string? ProductVersion { get; init; }
    public required IReadOnlyList<string> DecisionContexts { get; init; }
    public required string? Submitter { get; init; }
    public required string? Title { get; init; }
    public required string? Url { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required DateTimeOffset FirstRecordedAt { get; init; }
    public required long Sequence { get; init; }
    public required int BuildCount { get; init; }
    public required int SubjectCount { get; init; }
    public required IReadOnlyList<GateSummary> Gates { get; init; }
}

/// <summary>A gate as a list of updates shows it.</summary>
public sealed record GateSummary(
    string DecisionContext, GateStatus Status, int Revision, Verdict? Verdict, GateReason? Reason, string Summary,
    DateTimeOffset OpenedAt, DateTimeOffset? Deadline, DateTimeOffset DecidedAt, bool Overdue, GateCounts Counts, int Conflicts, int Rejections,
    DateTimeOffset? DefinitionTime, int Edition)
{
    public static GateSummary Of(GateView gate, DateTimeOffset now) => new(
        gate.DecisionContext, gate.Status, gate.Revision, gate.Verdict, gate.Reason, gate.Summary, gate.OpenedAt, gate.Deadline, gate.DecidedAt,
        gate.Status == GateStatus.Waiting && gate.Deadline < now, gate.Counts, gate.Conflicts, gate.Rejections,
        gate.DefinitionTime, gate.Edition);
}
