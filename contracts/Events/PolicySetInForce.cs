using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>From this position of the log on, these policies are in force.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest over names and texts of the files.</param>
/// <param name="Files">The whole set, in the order of names, <c>vocabulary.yaml</c> among them.</param>
/// <param name="NoPolicy">What happens to an update that no policy asks anything of: <c>pass</c> or <c>wait</c>.</param>
public sealed record PolicySetInForce(string Hash, IReadOnlyList<PolicyFile> Files, string NoPolicy)
{
    /// <summary>How long a gate waits for a policy, in seconds; null in sets of the first edition, where it is eight hours.</summary>
    public long? DefaultTimeout { get; init; }

    /// <summary>How long a deadline stands still at most while results cannot be recorded, in seconds; null in sets of the first edition.</summary>
    public long? DeadlineGrace { get; init; }

    /// <summary>What the set's <c>vocabulary.yaml</c> says; null where it has none.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>An operator put it in force although it may ask less of gates that wait (rule 7).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Released { get; init; }

    /// <summary>Who put it in force over HTTP; null where the service did by itself, or nobody vouched.</summary>
    public string? UserId { get; init; }

    /// <summary>The watermark when it was put in force (rule 10); null where it is not known.</summary>
    public DateTimeOffset? RecordedUntil { get; init; }
}

/// <summary>One YAML file, to the letter.</summary>
/// <param name="Name">The file's name without its folder.</param>
public sealed record PolicyFile(string Name, string Text);
