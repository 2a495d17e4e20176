using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>All that a gate says, except for what its place in the log adds (type, sequence and link).</summary>
public sealed record GateStatement
{
    public required string Alias { get; init; }

    public required int Revision { get; init; }

    /// <summary>The time of the newest definition or closing taken up; null in statements of the first edition.</summary>
    public DateTimeOffset? DefinitionTime { get; init; }

    public required string DecisionContext { get; init; }

    public required string ProductVersion { get; init; }

    /// <summary>Null in opened, failed in first_failure, the last one or null in closed.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>The verdict that stood before this one, in changed.</summary>
    public required Verdict? PreviousVerdict { get; init; }

    public required GateReason? Reason { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The matching policies, by id.</summary>
    public required IReadOnlyList<PolicyReference> Policies { get; init; }

    /// <summary>The revision's start: when its definition was recorded.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null where no policy matches, or none is in force yet.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>When the fact was recorded that led to this.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Whole seconds from the deadline to the decision, in complete with the reason deadline; null under one, and in all others.</summary>
    public long? LateBy { get; init; }

    /// <summary>
    /// In complete with the reason deadline: all that was delivered by then was on record. Null where it was decided without, and in all others.
    /// </summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The edition of the rules that it was decided by; null for the first.</summary>
    public int? Edition { get; init; }

    public required GateCounts Counts { get; init; }

    /// <summary>At most 500, those with something unsatisfied first, then in the definition's order.</summary>
    public required IReadOnlyList<BuildVerdict> Builds { get; init; }

    /// <summary>At most 500 of what belongs to the update and is no build, in the same order; null where there is none.</summary>
    public IReadOnlyList<SubjectPart>? Subjects { get; init; }

    /// <summary>How many results that were refused for their id alone would have changed a cell that the gate asks for (rule 1).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Conflicts { get; init; }

    /// <summary>How many refused results are about something that the gate asks for (rule 2).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rejections { get; init; }

    /// <summary>At most 500: essential first, then failed, errored, missing, running.</summary>
    public required IReadOnlyList<UnsatisfiedRequirement> Unsatisfied { get; init; }

    /// <summary>At most 500, in the same order.</summary>
    public required IReadOnlyList<WaivedRequirement> Waived { get; init; }

    /// <summary>One of the four lists was cut; the rest is at the message's link.</summary>
    public required bool Truncated { get; init; }
}
