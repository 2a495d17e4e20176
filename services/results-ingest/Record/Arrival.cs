namespace Gatehouse.ResultsIngest;

/// <summary>A delivery and what the door said of it, on its way into the log.</summary>
internal sealed class Arrival(Delivery delivery, Admission admission)
{
    private Guid? rejectionId;

    public Delivery Delivery { get; } = delivery;

    public Admission Admission { get; private set; } = admission;

    /// <summary>The rejection that it settles by becoming a fact, where it is sent again; the two are one transaction.</summary>
    public RejectionSettled? Settlement { get; init; }

    /// <summary>
    /// The id a rejection of it has. With a message id it is a function of what arrived, so that a redelivery is the same rejection;
    /// without one, each arrival is a rejection of its own, and says so by <see cref="CanHaveTwin"/> where it may be on record already.
    /// </summary>
    public Guid RejectionId => rejectionId ??= Delivery.MessageId is { } message
        ? Ids.Version5($"rejection:{Delivery.Kind}:{Delivery.Digest}:{message}")
        : Guid.CreateVersion7(Delivery.ReceivedAt);

    /// <summary>It came before and has no name: only its bytes can tell whether it was kept then.</summary>
    public bool CanHaveTwin => Delivery is { Redelivered: true, MessageId: null };

    /// <summary>It was kept at its first delivery, as this rejection.</summary>
    public void IsTwinOf(Guid rejection) => rejectionId = rejection;

    /// <summary>The store will not have it, though it keeps every rule.</summary>
    public void Refuse(Reason reason, object fact) => Admission = new Admission.Refused([reason], About.Of(fact));

    /// <summary>The store will not have what its rejection would say of it.</summary>
    public void LeaveOutAbout() => Admission = new Admission.Refused(((Admission.Refused)Admission).Reasons);
}
