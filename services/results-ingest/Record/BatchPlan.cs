namespace Gatehouse.ResultsIngest;

/// <summary>
/// What a batch adds to the log, decided from what of it the log holds already: pure, so that it can be asked again when more is known.
/// Facts and rejections keep the order in which they arrived.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<Guid, LogEntry> known;
    private readonly List<Func<Receipt>> receipts = [];
    private readonly List<(LogEntry Entry, Arrival Arrival)> additions = [];

    private BatchPlan(IReadOnlyDictionary<Guid, LogEntry> log) => known = new(log);

    /// <summary>The events to append, in order, each with the arrival it comes from.</summary>
    public IReadOnlyList<(LogEntry Entry, Arrival Arrival)> Additions => additions;

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
                Refuse(arrival, refused.Reasons, isConflict: false);
                break;
            case Admission.Admitted when arrival.Settlement is { } settlement && Find(settlement.EventId()) is { } settled:
                receipts.Add(() => settled.SaysTheSameAs(settlement) ? new Receipt.Recorded(settled.Event, settled.Sequence, true) : new Receipt.Refused([], IsConflict: true));
                break;
            case Admission.Admitted fact when Find(fact.EventId) is { } first && !first.SaysTheSameAs(fact.Event):
                Refuse(arrival, [new Reason("id", "names another fact that is on record with other content; a correction needs an id of its own")], isConflict: true);
                break;
            case Admission.Admitted fact:
                var (entry, repeated) = Enter(fact.EventId, fact.Event, arrival);
                if (arrival.Settlement is { } settles)
                {
                    (entry, repeated) = Enter(settles.EventId(), settles, arrival);
                }

                receipts.Add(() => new Receipt.Recorded(entry.Event, entry.Sequence, repeated));
                break;
        }
    }

    private void Refuse(Arrival arrival, IReadOnlyList<Reason> reasons, bool isConflict)
    {
        if (arrival.Delivery.IsFromBus)
        {
            Enter(arrival.RejectionId, Rejection.Of(arrival, reasons), arrival);
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
