namespace Gatehouse.ResultsIngest;

/// <summary>A refused message becomes a fact of its own.</summary>
internal static class Rejection
{
    /// <summary>The event; the body goes to <see cref="RejectionBodies"/> in the same transaction.</summary>
    public static MessageRejected Of(
        Arrival arrival, IReadOnlyList<Reason> reasons, RejectedResult? about, bool isConflict)
    {
        var delivery = arrival.Delivery;
        return new MessageRejected
        {
            Id = arrival.RejectionId,
            Kind = delivery.Kind,
            Reasons = reasons,
            ReceivedAt = TimeConverter.Truncate(delivery.ReceivedAt),
            MessageId = delivery.MessageId,
            Exchange = delivery.Exchange ?? "",
            RoutingKey = delivery.RoutingKey ?? "",
            UserId = delivery.UserId,
            About = about,
            Conflict = isConflict,
            Size = delivery.Size,
            Truncated = delivery.IsCut,
        };
    }
}
