namespace Gatehouse.ResultsIngest;

/// <summary>What the door says of a delivery.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It is valid: the event that will record it, and that event's id.</summary>
    internal sealed record Admitted(Guid EventId, object Event) : Admission
    {
        /// <summary>
        /// The id that the first edition would have given the event, where its publisher named it by a text: it may be
        /// on record as that.
        /// </summary>
        public Guid? FormerEventId { get; } = Event switch
        {
            ResultRecorded { SourceId: { } text } => Ids.Event(Kinds.Result, Ids.FromText(text).Id),
            WaiverRecorded { SourceId: { } text } => Ids.Event(Kinds.Waiver, Ids.FromText(text).Id),
            _ => null,
        };
    }

    /// <summary>It is not, and here is every reason.</summary>
    /// <param name="About">What it would have been about, where it is a result of which that can be read.</param>
    internal sealed record Refused(IReadOnlyList<Reason> Reasons, RejectedResult? About = null) : Admission;
}
