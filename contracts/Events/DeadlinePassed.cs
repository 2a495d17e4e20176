namespace Gatehouse.Contracts;

/// <summary>A waiting gate's time is up. Noted once for each deadline; what follows from it is decided by the gate.</summary>
public sealed record DeadlinePassed(string Alias, string DecisionContext, int Revision, DateTimeOffset Deadline)
{
    public Guid EventId() => Ids.Version5($"{nameof(DeadlinePassed)}:{DecisionContext}:{Revision}:{Deadline.UtcTicks}:{Alias}");
}
