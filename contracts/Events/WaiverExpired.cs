namespace Gatehouse.Contracts;

/// <summary>A waiver's time is over: from here on it does not match (rule 14). Noted once, like a deadline.</summary>
/// <param name="Id">The waiver's.</param>
public sealed record WaiverExpired(Guid Id, Subject Subject, string Testcase)
{
    public Guid EventId() => Ids.Version5($"{nameof(WaiverExpired)}:{Id:D}");
}
