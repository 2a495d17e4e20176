namespace Gatehouse.Contracts;

/// <summary>What an update definition says of its update. All but <see cref="Open"/> close its gates.</summary>
public enum UpdateState
{
    Open,
    Withdrawn,
    Obsoleted,
    Shipped,
}
