using System.Diagnostics;
using Marten;
using Marten.Exceptions;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Stage 3: a batch becomes one transaction that appends one stream, so that batches never contend. Recording the same batch again is
/// harmless: what is in the log already is found by its id and answered with its place there.
/// </summary>
internal sealed class Recorder(IDocumentStore store, NpgsqlDataSource database, IngestMetrics metrics, ArchiveFence fence, ILogger<Recorder> log)
{
    private readonly InFlight inFlight = new();

    /// <summary>Records the batch in its order; the receipts are those of the arrivals, one by one, then of those that came along. Throws only in an outage.</summary>
    /// <param name="arrivals">The batch.</param>
    /// <param name="company">Whoever has come while the log was asked for the others; null: nobody comes along.</param>
    /// <param name="cancellation">Stops the attempt.</param>
    public async Task<IReadOnlyList<Receipt>> RecordAsync(IReadOnlyList<Arrival> arrivals, Company? company, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var all = arrivals.ToList();
        var receipts = await RecordOrSplitAsync(all, company, cancellation);
        metrics.Recorded(all, receipts, Stopwatch.GetElapsedTime(began));
        return receipts;
    }

    private async Task<IReadOnlyList<Receipt>> RecordOrSplitAsync(List<Arrival> arrivals, Company? company, CancellationToken cancellation)
    {
        try
        {
            return await TryRecordAsync(arrivals, company, cancellation);
        }
        catch (Exception e) when (Refusal(e) is not null && arrivals.Count > 1)
        {
            // One of them keeps every rule and still cannot be stored: its neighbours must not suffer.
            var half = arrivals.Count / 2;
            return [.. await RecordOrSplitAsync([.. arrivals.Take(half)], null, cancellation), .. await RecordOrSplitAsync([.. arrivals.Skip(half)], null, cancellation)];
        }
        catch (Exception e) when (Refusal(e) is { } refusal && arrivals[0].Admission is Admission.Admitted)
        {
            log.LogError("A valid {Kind} cannot be stored and is rejected; the rules of validation have a hole: {Reason}", arrivals[0].Delivery.Kind, refusal);
            arrivals[0].Refuse(new Reason("", $"expected content that the store can hold: {refusal}"));
            return await RecordOrSplitAsync(arrivals, null, cancellation);
        }
    }

    private async Task<IReadOnlyList<Receipt>> TryRecordAsync(List<Arrival> arrivals, Company? company, CancellationToken cancellation)
    {
        var holds = new List<IDisposable> { await inFlight.HoldAsync(FactIds(arrivals), cancellation) };
        try
        {
            while (true)
            {
                var looked = await fence.NowAsync(cancellation);
                var known = new KnownEvents(database);
                var plan = await PlanAsync(arrivals, known, cancellation);
                // Those who came meanwhile come along, and those who came while the log was asked for them, for as long as the group doubles.
                for (var (before, doubled) = (arrivals.Count, true); doubled && Join(arrivals, company, holds); before = arrivals.Count)
                {
                    plan = await PlanAsync(arrivals, known, cancellation);
                    doubled = arrivals.Count >= 2 * before;
                }

                try
                {
                    await AppendAsync(plan, looked, cancellation);
                    return plan.Receipts();
                }
                catch (MartenCommandException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
                {
                    // Another replica recorded one of these ids since we looked: look again.
                    metrics.Raced();
                }
            }
        }
        finally
        {
            holds.ForEach(hold => hold.Dispose());
        }
    }

    private static async Task<BatchPlan> PlanAsync(List<Arrival> arrivals, KnownEvents known, CancellationToken cancellation)
    {
        var plan = BatchPlan.Of(arrivals, known.Entries);
        while (await known.AskAsync(plan, cancellation))
        {
            plan = BatchPlan.Of(arrivals, known.Entries);
        }

        return plan;
    }

    /// <summary>Adds whoever has come meanwhile and shares no id with anybody under way; whether somebody has.</summary>
    private bool Join(List<Arrival> arrivals, Company? company, List<IDisposable> holds)
    {
        var before = arrivals.Count;
        company?.Invoke(others =>
        {
            if (inFlight.HoldNow(FactIds(others)) is not { } hold)
            {
                return false;
            }

            holds.Add(hold);
            arrivals.AddRange(others);
            return true;
        });
        return arrivals.Count > before;
    }

    private async Task AppendAsync(BatchPlan plan, DateTimeOffset? looked, CancellationToken cancellation)
    {
        if (plan.Additions.Count == 0)
        {
            return;
        }

        await using var session = store.LightweightSession();
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
        // The name of the .NET type says nothing that the event's own type does not, and would be a twentieth of all that is kept.
        Array.ForEach(events, e => e.DotNetTypeName = "");
        RejectionBodies.Store(session, plan.Additions);
        fence.Check(session, looked);
        await session.SaveChangesAsync(cancellation);

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
