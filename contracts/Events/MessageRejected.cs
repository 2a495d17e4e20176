using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>A message was refused and kept: its body lies beside the log, in the same transaction.</summary>
public sealed record MessageRejected
{
    /// <summary>The rejection's id; also its event's.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="Kinds"/>, by the door it came in.</summary>
    public required string Kind { get; init; }

    /// <summary>Every reason, in the order of the message's fields.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The AMQP message id, as it came.</summary>
    public string? MessageId { get; init; }

    public required string Exchange { get; init; }

    public required string RoutingKey { get; init; }

    /// <summary>The AMQP user that brought it, where the broker vouches for one.</summary>
    public string? UserId { get; init; }

    /// <summary>What it would have been about, where it is a result whose subject and testcase can be read; else null.</summary>
    public RejectedResult? About { get; init; }

    /// <summary>It is refused for its id alone, which names another fact that is on record (rule 1).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Conflict { get; init; }

    /// <summary>The body's size as it came, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Only the body's first 64 KiB are kept.</summary>
    public required bool Truncated { get; init; }

    /// <summary>Its body, and what its reasons quoted of that, were overwritten (rule 17); null where they were not.</summary>
    public IReadOnlyList<RedactedText>? Redacted { get; init; }
}

/// <summary>What can be read of a refused result. It counts nowhere: it is shown at the gates that ask for it.</summary>
/// <param name="Subjects">At least one, each as a valid result would have it.</param>
/// <param name="Arches">At least one; one that is null where none was named, or none can be read.</param>
/// <param name="Outcome">In upper case; null where it is no outcome in use.</param>
/// <param name="SubmitTime">As sent; arrival where there is none, or none that can be read.</param>
public sealed record RejectedResult(
    IReadOnlyList<Subject> Subjects, string Testcase, string? Scenario, IReadOnlyList<string?> Arches, string? Variant, string? Outcome, DateTimeOffset SubmitTime);
