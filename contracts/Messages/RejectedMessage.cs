namespace Gatehouse.Contracts;

/// <summary>The announcement of a refused message.</summary>
public sealed record RejectedMessage
{
    /// <summary>The rejection's id.</summary>
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<Reason> Reasons { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The refused message's own.</summary>
    public required string? MessageId { get; init; }

    /// <summary>At most 64 KiB of the body as text; bytes that are no UTF-8 are U+FFFD.</summary>
    public required string Body { get; init; }
}
