using System.Globalization;
using System.Text.Json;
using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>Stage 2: bytes in, a valid event or every reason against it out. It knows no clock, no store and no bus, and what it is given never makes it throw.</summary>
internal sealed class Door(ILogger<Door> log)
{
    private readonly ResultValidator results = new();
    private readonly UpdateValidator updates = new();
    private readonly WaiverValidator waivers = new();

    /// <summary>Judges a delivery; one that shows up an error of ours is refused too, so that it does not stand in the way of the others.</summary>
    public Arrival Receive(Delivery delivery, Lexicon words)
    {
        try
        {
            return new Arrival(delivery, Admit(delivery, words));
        }
        catch (Exception e)
        {
            log.LogError(e, "A {Kind} of {Size} bytes could not be judged and is rejected. This is an error of the door: please report it with the rejected body", delivery.Kind, delivery.Size);
            return new Arrival(delivery, new Admission.Refused([new Reason("", "expected a message that can be judged; this one shows up an error of the service")]));
        }
    }

    public Admission Admit(Delivery delivery, Lexicon words)
    {
        var reasons = new ReasonList();
        if (delivery.IsCut)
        {
            reasons.Add("", string.Create(CultureInfo.InvariantCulture, $"expected a message of at most {Limits.Message} bytes, got {delivery.Size}"));
            return new Admission.Refused(reasons.ToList());
        }

        if (!JsonScan.Read(delivery.Body.Span, reasons))
        {
            return new Admission.Refused(reasons.ToList());
        }

        // However deep it is: what else is wrong with it, and what it is about, stands at its top.
        var json = JsonElement.Parse(delivery.Body.Span,
            new JsonDocumentOptions { MaxDepth = delivery.Body.Length + 1 });
        return delivery.Kind switch
        {
            Kinds.Result => Judge(
                ResultDraft.Read(delivery, json, words), results, reasons,
                draft => draft.ToEvent(), fact => fact.EventId(), About.Of),
            Kinds.Update => Judge(
                UpdateDraft.Read(delivery, json, words), updates, reasons,
                draft => draft.ToEvent(), fact => fact.EventId()),
            Kinds.Waiver => Judge(
                WaiverDraft.Read(delivery, json, words), waivers, reasons,
                draft => draft.ToEvent(), fact => fact.EventId()),
            var kind => throw new InvalidOperationException($"'{kind}' is no kind of fact"),
        };
    }

    private static Admission Judge<TDraft, TEvent>(
        TDraft draft,
        AbstractValidator<TDraft> validator,
        ReasonList reasons,
        Func<TDraft, TEvent> toEvent,
        Func<TEvent, Guid> eventId,
        Func<TDraft, ReasonList, RejectedResult?>? about = null)
        where TEvent : class
    {
        foreach (var failure in validator.Validate(draft).Errors)
        {
            reasons.Add(failure.PropertyName, failure.ErrorMessage);
        }

        if (!reasons.IsEmpty)
        {
            return new Admission.Refused(reasons.ToList(), about?.Invoke(draft, reasons));
        }

        var recorded = toEvent(draft);
        return new Admission.Admitted(eventId(recorded), recorded);
    }
}
