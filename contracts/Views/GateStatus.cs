namespace Gatehouse.Contracts;

/// <summary>Where a gate stands.</summary>
public enum GateStatus
{
    Waiting,
    Passed,
    Info,
    Failed,
    Closed,
}
