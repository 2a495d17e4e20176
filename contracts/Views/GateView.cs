using MessagePack;

namespace Gatehouse.Contracts;

/// <summary>A gate as of now, without its lists, which are read part by part (<see cref="GatePart"/>).</summary>
[MessagePackObject]
public sealed record GateView
{
    [Key(0)]
    public required string Alias { get; init; }

    [Key(1)]
    public required string DecisionContext { get; init; }

    [Key(2)]
    public required GateStatus Status { get; init; }

    [Key(3)]
    public required int Revision { get; init; }

    [Key(4)]
    public required string ProductVersion { get; init; }

    [Key(5)]
    public required Verdict? Verdict { get; init; }

    [Key(6)]
    public required Verdict? PreviousVerdict { get; init; }

    [Key(7)]
    public required GateReason? Reason { get; init; }

    [Key(8)]
    public required string Summary { get; init; }

    [Key(9)]
    public required IReadOnlyList<PolicyReference> Policies { get; init; }

    [Key(10)]
    public required DateTimeOffset OpenedAt { get; init; }

    [Key(11)]
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>When it last spoke.</summary>
    [Key(12)]
    public required DateTimeOffset DecidedAt { get; init; }

    [Key(13)]
    public required GateCounts Counts { get; init; }

    /// <summary>How many builds the revision has.</summary>
    [Key(14)]
    public required int Builds { get; init; }

    /// <summary>How many requirements are unsatisfied.</summary>
    [Key(15)]
    public required int Unsatisfied { get; init; }

    /// <summary>The time of the newest definition or closing taken up; null of a gate that has only decided by the first edition.</summary>
    [Key(16)]
    public DateTimeOffset? DefinitionTime { get; init; }

    [Key(17)]
    public long? LateBy { get; init; }

    [Key(18)]
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The edition of the rules that it stands by.</summary>
    [Key(19)]
    public int Edition { get; init; } = 1;

    [Key(20)]
    public int Conflicts { get; init; }

    [Key(21)]
    public int Rejections { get; init; }

    /// <summary>How many subjects that are no builds the revision has.</summary>
    [Key(22)]
    public int Subjects { get; init; }

    /// <summary>Who let it go; null where nobody did.</summary>
    [Key(23)]
    public string? ReleasedBy { get; init; }
}
