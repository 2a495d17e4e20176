using System.Text.Json.Serialization;
using MessagePack;

namespace Gatehouse.Contracts;

/// <summary>One requirement of one build (or of the update itself) at one gate, as of now.</summary>
[MessagePackObject]
public sealed record RequirementView
{
    [Key(0)]
    public required string Testcase { get; init; }

    /// <summary>Null also where the check accepts any.</summary>
    [Key(1)]
    public string? Scenario { get; init; }

    /// <summary>Null also where the check accepts any.</summary>
    [Key(2)]
    public string? Arch { get; init; }

    [Key(3)]
    public required bool Essential { get; init; }

    [Key(4)]
    public required Answer Answer { get; init; }

    /// <summary>
    /// Neither passed nor waived, and it counts: one that is not waited for counts once a run of it has finished.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(5)]
    public bool Unsatisfied { get; init; }

    /// <summary>A run has finished, whatever its outcome and whatever runs now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(6)]
    public bool Finished { get; init; }

    /// <summary>The result the answer comes from.</summary>
    [Key(7)]
    public Guid? ResultId { get; init; }

    [Key(8)]
    public string? RefUrl { get; init; }

    [Key(9)]
    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The waiver that covers it; null also where it passed, since a pass needs none.</summary>
    [Key(10)]
    public WaiverReference? Waiver { get; init; }

    /// <summary>The gate waits for it: it is essential, or its policy says <c>wait_for: all</c>, or nothing of the gate is essential.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(11)]
    public bool WaitedFor { get; init; }

    /// <summary>All its cells are read as one, of which the newest counts (<c>any: newest</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(12)]
    public bool AnyNewest { get; init; }

    /// <summary>The newest finished run ended in ERROR, which says nothing and hides nothing (rule 3).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(13)]
    public bool LastRunErrored { get; init; }

    /// <summary>A newer policy set no longer asks for it; a gate that failed keeps it until it is satisfied (rule 8).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(14)]
    public bool Kept { get; init; }

    /// <summary>Of one that is kept: how the newer set asks for it; null where it does not.</summary>
    [JsonIgnore]
    [Key(15)]
    public WeakerRequirement? Weaker { get; init; }

    /// <summary>It is essential, or its policy says <c>wait_for: all</c>.</summary>
    [JsonIgnore]
    [Key(18)]
    public bool WaitedForByPolicy { get; init; }

    /// <summary>How many refused results of this testcase stand at this part of the gate; said by the first of a testcase's requirements.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(16)]
    public int Rejections { get; init; }

    /// <summary>Likewise of those that were refused for their id alone, in a cell that is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Key(17)]
    public int Conflicts { get; init; }
}

/// <summary>Who accepted a requirement's failure or absence, and why.</summary>
[MessagePackObject]
public sealed record WaiverReference([property: Key(0)] Guid Id, [property: Key(1)] string Username, [property: Key(2)] string Comment);

/// <summary>How a newer policy set asks for what a gate has asked for before (<see cref="RequirementView.Kept"/>).</summary>
[MessagePackObject]
public sealed record WeakerRequirement(
    [property: Key(0)] bool Essential, [property: Key(1)] bool WaitedForByPolicy, [property: Key(2)] bool AnyNewest);
