namespace Gatehouse.ResultsIngest;

/// <summary>
/// What a batch adds to the log, decided from what of it the log holds already: pure, so that it can be asked again when more is known.
/// Facts and rejections keep the order in which they arrived.
/// </summary>
internal sealed class BatchPlan
{
    private static readonly IReadOnlyList<Reason> Conflict =
        [new("id",
            "conflict: names another fact that is on record with other content; a correction needs an id of its own")];

    private readonly Dictionary<Guid, LogEntry> known;
    private readonly List<Func<Receipt>> receipts = [];
    private readonly List<(LogEntry Entry, Arrival Arrival)> additions = [];
    private readonly List<Guid> former = [];

    private BatchPlan(IReadOnlyDictionary<Guid, LogEntry> log) => known = new(log);

    /// <summary>The events to append, in order, each with the arrival it comes from.</summary>
    public IReadOnlyList<(LogEntry Entry, Arrival Arrival)> Additions => additions;

    /// <summary>The ids of events that the log must not hold, or the plan is another one.</summary>
    public IEnumerable<Guid> ReliesOnNone => additions.Select(addition => addition.Entry.Id).Concat(former);

    /// <param name="arrivals">The batch.</param>
    /// <param name="log">Those events of the log that are known to have an id of the batch.</param>
    public static BatchPlan Of(IReadOnlyList<Arrival> arrivals, IReadOnlyDictionary<Guid, LogEntry> log)
    {
        var plan = new BatchPlan(log);
        foreach (var arrival in arrivals)
        {
            plan.Place(arrival);
        }

        return plan;
    }

    /// <summary>One for each arrival, once the additions have their sequences.</summary>
    public IReadOnlyList<Receipt> Receipts() => [.. receipts.Select(receipt => receipt())];

    private void Place(Arrival arrival)
    {
        switch (arrival.Admission)
        {
            case Admission.Refused refused:
                Refuse(arrival, refused.Reasons, refused.About);
                break;
            case Admission.Admitted when arrival.Settlement is { } settlement && Find(settlement.EventId()) is { } settled:
                receipts.Add(() => settled.SaysTheSameAs(settlement) ? new Receipt.Recorded(settled.Event, settled.Sequence, true) : new Receipt.Refused([], IsConflict: true));
                break;
            case Admission.Admitted fact:
                Place(arrival, fact);
                break;
        }
    }

    private void Place(Arrival arrival, Admission.Admitted fact)
    {
        var first = Find(fact.EventId);
        var isSame = first?.SaysTheSameAs(fact.Event);
        var onRecord = isSame == true ? first : FindFormer(fact);
        // Beside one that says otherwise, an older one of the same text is what comes again only if its time says so:
        // else it may be a new run that must not be lost.
        if (isSame == false && (onRecord is null || onRecord.HasNoTimeOf(fact.Event)))
        {
            Refuse(arrival, Conflict, About.Of(fact.Event), isConflict: true);
            return;
        }

        var (entry, repeated) = onRecord is not null ? (onRecord, true) : Enter(fact.EventId, fact.Event, arrival);
        if (arrival.Settlement is { } settles)
        {
            (entry, repeated) = Enter(settles.EventId(), settles with { Fact = entry.Id }, arrival);
        }

        receipts.Add(() => new Receipt.Recorded(entry.Event, entry.Sequence, repeated));
    }

    /// <summary>
    /// What the first edition recorded of it; whatever else has that name is another publisher's or cell's, and no
    /// obstacle.
    /// </summary>
    private LogEntry? FindFormer(Admission.Admitted fact)
    {
        if (fact.FormerEventId is not { } id)
        {
            return null;
        }

        if (Find(id) is not { } entry)
        {
            former.Add(id);
            return null;
        }

        return entry.IsFormerOf(fact.Event) ? entry : null;
    }

    private void Refuse(Arrival arrival, IReadOnlyList<Reason> reasons, RejectedResult? about, bool isConflict = false)
    {
        if (arrival.Delivery.IsFromBus)
        {
            Enter(arrival.RejectionId, Rejection.Of(arrival, reasons, about, isConflict), arrival);
        }

        receipts.Add(() => new Receipt.Refused(reasons, isConflict));
    }

    private (LogEntry Entry, bool Repeated) Enter(Guid id, object @event, Arrival arrival)
    {
        if (Find(id) is { } entry)
        {
            return (entry, true);
        }

        entry = new LogEntry(id, @event);
        known.Add(id, entry);
        additions.Add((entry, arrival));
        return (entry, false);
    }

    private LogEntry? Find(Guid id) => known.GetValueOrDefault(id);
}
