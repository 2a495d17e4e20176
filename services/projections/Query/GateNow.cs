using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A gate as of now: where it stands, and the fields of its messages.</summary>
public sealed record GateNow
{
    public required string DecisionContext { get; init; }
    public required GateStatus Status { get; init; }
    public required string Alias { get; init; }
    public required int Revision { get; init; }

    /// <summary>The time of the newest definition or closing taken up: it is about the update as its sender knows it only if that is what they sent last.</summary>
    public required DateTimeOffset? DefinitionTime { get; init; }

    public required string ProductVersion { get; init; }
    public required Verdict? Verdict { get; init; }
    public required Verdict? PreviousVerdict { get; init; }
    public required GateReason? Reason { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<PolicyReference> Policies { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset? Deadline { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
    public required long? LateBy { get; init; }
    public required DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The edition of the rules that it stands by.</summary>
    public required int Edition { get; init; }

    /// <summary>Who let it go; null where nobody did.</summary>
    public required string? ReleasedBy { get; init; }

    /// <summary>It waits past its deadline: whoever decides is behind.</summary>
    public required bool Overdue { get; init; }

    public required GateCounts Counts { get; init; }
    public required IReadOnlyList<BuildVerdict> Builds { get; init; }
    public required IReadOnlyList<SubjectPart> Subjects { get; init; }
    public required int Conflicts { get; init; }
    public required int Rejections { get; init; }
    public required IReadOnlyList<UnsatisfiedRequirement> Unsatisfied { get; init; }
    public required IReadOnlyList<WaivedRequirement> Waived { get; init; }
    public required bool Truncated { get; init; }
    public required string Url { get; init; }

    public static GateNow Of(GateView gate, GateLists lists, DateTimeOffset now, string url) => new()
    {
        DecisionContext = gate.DecisionContext,
        Status = gate.Status,
        Alias = gate.Alias,
        Revision = gate.Revision,
        DefinitionTime = gate.DefinitionTime,
        ProductVersion = gate.ProductVersion,
        Verdict = gate.Verdict,
        PreviousVerdict = gate.PreviousVerdict,
        Reason = gate.Reason,
        Summary = gate.Summary,
        Policies = gate.Policies,
        OpenedAt = gate.OpenedAt,
        Deadline = gate.Deadline,
        DecidedAt = gate.DecidedAt,
        LateBy = gate.LateBy,
        RecordedUntil = gate.RecordedUntil,
        Edition = gate.Edition,
        ReleasedBy = gate.ReleasedBy,
        Overdue = gate.Status == GateStatus.Waiting && gate.Deadline < now,
        Counts = gate.Counts,
        Builds = lists.Builds,
        Subjects = lists.Subjects,
        Conflicts = gate.Conflicts,
        Rejections = gate.Rejections,
        Unsatisfied = lists.Unsatisfied,
        Waived = lists.Waived,
        Truncated = lists.Truncated,
        Url = url,
    };
}
