using System.Diagnostics;
using Marten;
using Marten.Exceptions;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Stage 3: a batch becomes one transaction that appends one stream, so that batches never contend. Recording the same batch again is
/// harmless: what is in the log already is found by its id and answered with its place there.
/// </summary>
internal sealed class Recorder(IDocumentStore store, NpgsqlDataSource database, IngestMetrics metrics, ArchiveFence fence, AppendNotifier notifier, ILogger<Recorder> log)
{
    private readonly InFlight inFlight = new();

    /// <summary>Whether the last batch held something that the log had already.</summary>
    private volatile bool sawRepeats;

    /// <summary>Records the batch in its order; the receipts are those of the arrivals, one by one. Throws only in an outage.</summary>
    public async Task<IReadOnlyList<Receipt>> RecordAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var receipts = await RecordOrSplitAsync(arrivals, cancellation);
        metrics.Recorded(arrivals, receipts, Stopwatch.GetElapsedTime(began));
        return receipts;
    }

    private async Task<IReadOnlyList<Receipt>> RecordOrSplitAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        try
        {
            return await TryRecordAsync(arrivals, cancellation);
        }
        catch (Exception e) when (Refusal(e) is not null && arrivals.Count > 1)
        {
            // One of them keeps every rule and still cannot be stored: its neighbours must not suffer.
            var half = arrivals.Count / 2;
            return [.. await RecordOrSplitAsync([.. arrivals.Take(half)], cancellation), .. await RecordOrSplitAsync([.. arrivals.Skip(half)], cancellation)];
        }
        catch (Exception e) when (Refusal(e) is { } refusal && arrivals[0].Admission is Admission.Admitted admitted)
        {
            log.LogError("A valid {Kind} cannot be stored and is rejected; the rules of validation have a hole: {Reason}", arrivals[0].Delivery.Kind, refusal);
            arrivals[0].Refuse(new Reason("", $"expected content that the store can hold: {refusal}"), admitted.Event);
            return await RecordOrSplitAsync(arrivals, cancellation);
        }
        catch (Exception e) when (Refusal(e) is { } refusal
            && arrivals[0].Admission is Admission.Refused { About: not null })
        {
            log.LogError("A rejection cannot say what it is about; the rules of validation have a hole: {Reason}",
                refusal);
            arrivals[0].LeaveOutAbout();
            return await RecordOrSplitAsync(arrivals, cancellation);
        }
    }

    private async Task<IReadOnlyList<Receipt>> TryRecordAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        using var hold = await inFlight.HoldAsync(FactIds(arrivals), cancellation);
        // What repeats comes in floods, and seldom; else a round trip would only tell that nothing is known. What comes again may be recorded.
        var ask = sawRepeats || arrivals.Any(arrival => arrival.Delivery.Redelivered);
        while (true)
        {
            var looked = ask ? await fence.NowAsync(cancellation) : null;
            var known = new KnownEvents(database);
            var plan = BatchPlan.Of(arrivals, known.Entries);
            while (ask && await known.AskAsync(plan, cancellation))
            {
                plan = BatchPlan.Of(arrivals, known.Entries);
            }

            try
            {
                await AppendAsync(plan, ask, looked, cancellation);
                sawRepeats = known.Entries.Count > 0;
                return plan.Receipts();
            }
            catch (Exception e) when (IdsAreNew.HasFailed(e))
            {
                ask = true;
            }
            catch (MartenCommandException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another replica recorded one of these ids since we looked: look again.
                metrics.Raced();
                ask = true;
            }
        }
    }

    private async Task AppendAsync(BatchPlan plan, bool asked, DateTimeOffset? looked, CancellationToken cancellation)
    {
        if (plan.Additions.Count == 0)
        {
            return;
        }

        await using var session = store.LightweightSession();
        session.QueueOperation(new AppendBy());
        if (!asked)
        {
            session.QueueOperation(new IdsAreNew([.. plan.ReliesOnNone]));
        }

        var traces = new List<RecordTrace>(plan.Additions.Count);
        var events = plan.Additions.Select(addition =>
        {
            var trace = RecordTrace.Begin(addition.Arrival.Delivery);
            traces.Add(trace);
            var @event = session.Events.BuildEvent(addition.Entry.Event);
            @event.Id = addition.Entry.Id;
            if (trace.Header is { } header)
            {
                @event.SetHeader(Streams.TraceHeader, header);
            }

            return @event;
        }).ToArray();

        session.Events.StartStream(Streams.Ingest(Guid.CreateVersion7()), events);
        // The name of the .NET type says nothing that the event's own type does not, and would be a fortieth of all that is kept.
        Array.ForEach(events, e => e.DotNetTypeName = "");
        RejectionBodies.Store(session, plan.Additions);
        fence.Check(session, looked);
        await session.SaveChangesAsync(cancellation);
        notifier.Committed();

        for (var i = 0; i < events.Length; i++)
        {
            plan.Additions[i].Entry.Sequence = events[i].Sequence;
            traces[i].End(events[i].Sequence);
        }
    }

    private static HashSet<Guid> FactIds(IReadOnlyList<Arrival> arrivals) =>
        [
            .. arrivals.Select(arrival => arrival.Admission is Admission.Admitted fact ? fact.EventId : arrival.RejectionId),
            .. arrivals.Select(arrival => arrival.Settlement).OfType<RejectionSettled>().Select(settlement => settlement.EventId()),
        ];

    /// <summary>What the store says against the data itself: a value it cannot hold, or a limit of its own.</summary>
    private static string? Refusal(Exception e) =>
        (e is MartenCommandException ? e.InnerException : e) is PostgresException { SqlState: ['2', '2', ..] or ['5', '4', ..] } refusal ? refusal.MessageText : null;
}
