using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>A person accepted a requirement's failure or absence, or (<see cref="Waived"/> false) withdrew that.</summary>
public sealed record WaiverRecorded
{
    public required Guid Id { get; init; }

    /// <summary>The publisher's id where it was no UUID.</summary>
    public string? SourceId { get; init; }

    public required Subject Subject { get; init; }

    public required string Testcase { get; init; }

    /// <summary>Null matches any.</summary>
    public string? Scenario { get; init; }

    /// <summary>Null matches any.</summary>
    public string? Arch { get; init; }

    /// <summary>Null matches any; else matched against the update's current one.</summary>
    public string? ProductVersion { get; init; }

    /// <summary>The gate it is for; null matches any.</summary>
    public string? DecisionContext { get; init; }

    /// <summary>The alias of the update it is for; null matches any.</summary>
    public string? Update { get; init; }

    /// <summary>From then on it does not match; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The subject's type as it was sent, where that was an alias of <see cref="Subject"/>'s; else null.</summary>
    public string? SentType { get; init; }

    public required bool Waived { get; init; }

    public required string Comment { get; init; }

    public required string Username { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The time is arrival, so it does not count when contents are compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TimeDefaulted { get; init; }

    /// <summary>The AMQP user or HTTP identity that brought it.</summary>
    public string? UserId { get; init; }

    /// <summary>The texts of it that were overwritten (rule 17); null where none was.</summary>
    public IReadOnlyList<RedactedText>? Redacted { get; init; }

    /// <summary>
    /// Of a redacted one: the hash of what was sent, by which the same sent again is a repeat. Older events have it, too.
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>The id of the event that records it.</summary>
    public Guid EventId() => Ids.Event(Kinds.Waiver, Id);
}
