using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>One requirement of one build (or of the update itself) at one gate, as of now.</summary>
public sealed record RequirementView
{
    public required string Testcase { get; init; }

    /// <summary>Null also where the check accepts any.</summary>
    public string? Scenario { get; init; }

    /// <summary>Null also where the check accepts any.</summary>
    public string? Arch { get; init; }

    public required bool Essential { get; init; }

    public required Answer Answer { get; init; }

    /// <summary>
    /// Neither passed nor waived, and it counts: under <c>wait_for: essential</c> a non-essential one counts once a run of it has finished.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unsatisfied { get; init; }

    /// <summary>A run has finished, whatever its outcome and whatever runs now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Finished { get; init; }

    /// <summary>The result the answer comes from.</summary>
    public Guid? ResultId { get; init; }

    public string? RefUrl { get; init; }

    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The waiver that covers it; null also where it passed, since a pass needs none.</summary>
    public WaiverReference? Waiver { get; init; }
}

/// <summary>Who accepted a requirement's failure or absence, and why.</summary>
public sealed record WaiverReference(Guid Id, string Username, string Comment);
