namespace Gatehouse.Contracts;

/// <summary>A gate as of now, without its lists, which are read part by part (<see cref="GatePart"/>).</summary>
public sealed record GateView
{
    public required string Alias { get; init; }
    public required string DecisionContext { get; init; }
    public required GateStatus Status { get; init; }
    public required int Revision { get; init; }
    public required string ProductVersion { get; init; }
    public required Verdict? Verdict { get; init; }
    public required Verdict? PreviousVerdict { get; init; }
    public required GateReason? Reason { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<PolicyReference> Policies { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>When it last spoke.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    public required GateCounts Counts { get; init; }

    /// <summary>How many builds the revision has.</summary>
    public required int Builds { get; init; }

    /// <summary>How many requirements are unsatisfied.</summary>
    public required int Unsatisfied { get; init; }
}
