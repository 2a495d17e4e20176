using System.Text.Json.Serialization;

namespace Gatehouse.ResultsIngest;

/// <summary>What became of one message of a request.</summary>
/// <param name="Id">The fact's id; null where none could be made out. An update has no id of its own: it is that of its event.</param>
/// <param name="SourceId">The sender's own text, where it was no UUID.</param>
/// <param name="Status">What the message alone would have been answered: 202, 403, 409 or 422.</param>
/// <param name="Sequence">Its place in the log, for <c>?after=</c>; null where it was not taken.</param>
/// <param name="Repeated">It was on record already.</param>
/// <param name="Reasons">Every reason against it.</param>
internal record PostAnswer(
    Guid? Id, string? SourceId, int Status, long? Sequence, [property: JsonIgnore] bool Repeated,
    IReadOnlyList<Reason> Reasons)
{
    /// <summary>Its place in the request.</summary>
    [JsonPropertyOrder(-1)]
    public int Index { get; init; }

    public static PostAnswer Of(Arrival arrival, Receipt receipt)
    {
        var fact = arrival.Admission as Admission.Admitted;
        // A repeat is known by what is on record, which may have its name from the first edition.
        var (id, source) = fact is null ? (null, null)
            : Name(fact.EventId, receipt is Receipt.Recorded { Event: var recorded } ? recorded : fact.Event);
        return receipt switch
        {
            Receipt.Recorded { Sequence: var sequence, Repeated: var repeated } =>
                new(id, source, StatusCodes.Status202Accepted, sequence, repeated, []),
            Receipt.Refused { IsConflict: true } refused => new(id, source, StatusCodes.Status409Conflict, null, false, refused.Reasons),
            Receipt.Refused refused => new(id, source, StatusCodes.Status422UnprocessableEntity, null, false, refused.Reasons),
            _ => throw new InvalidOperationException($"no answer to {receipt}"),
        };
    }

    /// <summary>What its sender knows it by.</summary>
    /// <param name="eventId">The id of the event.</param>
    /// <param name="fact">The event.</param>
    public static (Guid? Id, string? SourceId) Name(Guid eventId, object fact) => fact switch
    {
        ResultRecorded result => (result.Id, result.SourceId),
        WaiverRecorded waiver => (waiver.Id, waiver.SourceId),
        _ => (eventId, null),
    };
}

/// <summary>What became of a definition.</summary>
internal sealed record DefinitionAnswer : PostAnswer
{
    public DefinitionAnswer(PostAnswer answer, bool? takenUp)
        : base(answer) => TakenUp = takenUp;

    /// <summary>Whether it was taken up; of a repeat, whether it holds. Null where it was not recorded.</summary>
    public bool? TakenUp { get; }
}
