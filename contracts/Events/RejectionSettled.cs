namespace Gatehouse.Contracts;

/// <summary>A person settled a rejected message: sent it again, and it became a fact in the same transaction, or discarded it. Once for each rejection.</summary>
public sealed record RejectionSettled
{
    /// <summary>The rejection's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="Kinds"/>: the rejection's.</summary>
    public required string Kind { get; init; }

    /// <summary>Retried or discarded.</summary>
    public required RejectionState State { get; init; }

    /// <summary>The id of the event that records the fact it became; null where it was discarded.</summary>
    public Guid? Fact { get; init; }

    /// <summary>What the rejected message was about (<see cref="MessageRejected.About"/>).</summary>
    public RejectedResult? About { get; init; }

    /// <summary>Who settled it: the HTTP identity, where one was asked for.</summary>
    public string? UserId { get; init; }

    /// <summary>The id of this event: however often and by how many a rejection is settled, one of them does it.</summary>
    public Guid EventId() => EventIdOf(Id);

    /// <summary>The id that the event has which settles this rejection.</summary>
    public static Guid EventIdOf(Guid rejection) => Ids.Version5($"{nameof(RejectionSettled)}:{rejection:D}");
}
