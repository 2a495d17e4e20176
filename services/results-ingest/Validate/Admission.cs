namespace Gatehouse.ResultsIngest;

/// <summary>What the door says of a delivery.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It is valid: the event that will record it, and that event's id.</summary>
    internal sealed record Admitted(Guid EventId, object Event) : Admission;

    /// <summary>It is not, and here is every reason.</summary>
    internal sealed record Refused(IReadOnlyList<Reason> Reasons) : Admission;
}
