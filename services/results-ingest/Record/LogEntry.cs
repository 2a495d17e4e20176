namespace Gatehouse.ResultsIngest;

/// <summary>An event of the log, or one that is about to become one.</summary>
internal sealed class LogEntry(Guid id, object @event)
{
    public Guid Id { get; } = id;

    public object Event { get; } = @event;

    /// <summary>Its position; 0 until it is committed.</summary>
    public long Sequence { get; set; }

    /// <summary>Whether another event of the same id says the same.</summary>
    public bool SaysTheSameAs(object other) => (Event, other) switch
    {
        (ResultRecorded a, ResultRecorded b) => ContentHash.Same(FirstEdition.AsReadNow(a, b), b),
        (WaiverRecorded a, WaiverRecorded b) => ContentHash.Same(FirstEdition.AsReadNow(a, b), b),
        (RejectionSettled a, RejectionSettled b) => a.State == b.State,
        // Definitions and rejections are named by their content.
        _ => true,
    };

    /// <summary>
    /// Whether it is what its publisher names again, recorded by the first edition under that name: its text was the
    /// same, and so is what it says.
    /// </summary>
    public bool IsFormerOf(object other) => (Event, other) switch
    {
        (ResultRecorded a, ResultRecorded b) => a.SourceId == b.SourceId,
        (WaiverRecorded a, WaiverRecorded b) => a.SourceId == b.SourceId,
        _ => false,
    } && SaysTheSameAs(other);

    /// <summary>
    /// Whether the time that it was done was left out here or there: then nothing tells a repeat from another run with
    /// the same outcome.
    /// </summary>
    public bool HasNoTimeOf(object other) => (Event, other) switch
    {
        (ResultRecorded a, ResultRecorded b) => a.SubmitTimeDefaulted || b.SubmitTimeDefaulted,
        (WaiverRecorded a, WaiverRecorded b) => a.TimeDefaulted || b.TimeDefaulted,
        _ => false,
    };
}
