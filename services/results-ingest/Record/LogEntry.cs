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
        (ResultRecorded a, ResultRecorded b) => ContentHash.Same(a, b),
        (WaiverRecorded a, WaiverRecorded b) => ContentHash.Same(a, b),
        (RejectionSettled a, RejectionSettled b) => a.State == b.State,
        // Definitions and rejections are named by their content.
        _ => true,
    };
}
