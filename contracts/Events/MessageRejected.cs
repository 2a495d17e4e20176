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

    /// <summary>The body's size as it came, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Only the body's first 64 KiB are kept.</summary>
    public required bool Truncated { get; init; }
}
