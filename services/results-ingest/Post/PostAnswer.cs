using System.Text.Json.Serialization;

namespace Gatehouse.ResultsIngest;

/// <summary>What became of one message of a request.</summary>
/// <param name="Id">The fact's id; null where none could be made out. An update has no id of its own: it is that of its event.</param>
/// <param name="SourceId">The sender's own text, where it was no UUID.</param>
/// <param name="Status">What the message alone would have been answered: 202, 403, 409 or 422.</param>
/// <param name="Sequence">Its place in the log, for <c>?after=</c>; null where it was not taken.</param>
/// <param name="Repeated">It was on record already.</param>
/// <param name="Reasons">Every reason against it.</param>
internal sealed record PostAnswer(Guid? Id, string? SourceId, int Status, long? Sequence, [property: JsonIgnore] bool Repeated, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Its place in the request.</summary>
    [JsonPropertyOrder(-1)]
    public int Index { get; init; }

    public static PostAnswer Of(Arrival arrival, Receipt receipt)
    {
        var (id, source) = Name(arrival.Admission);
        return receipt switch
        {
            Receipt.Recorded recorded => new(id, source, StatusCodes.Status202Accepted, recorded.Sequence, recorded.Repeated, []),
            Receipt.Refused { IsConflict: true } refused => new(id, source, StatusCodes.Status409Conflict, null, false, refused.Reasons),
            Receipt.Refused refused => new(id, source, StatusCodes.Status422UnprocessableEntity, null, false, refused.Reasons),
            _ => throw new InvalidOperationException($"no answer to {receipt}"),
        };
    }

    /// <summary>What its sender knows it by.</summary>
    public static (Guid? Id, string? SourceId) Name(Admission admission) => admission switch
    {
        Admission.Admitted { Event: ResultRecorded result } => (result.Id, result.SourceId),
        Admission.Admitted { Event: WaiverRecorded waiver } => (waiver.Id, waiver.SourceId),
        Admission.Admitted fact => (fact.EventId, null),
        _ => (null, null),
    };
}
