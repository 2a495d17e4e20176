namespace Gatehouse.Contracts;

/// <summary>What has become of a rejected message.</summary>
public enum RejectionState
{
    /// <summary>Nobody has done anything about it.</summary>
    Open,

    /// <summary>It was sent through the door again, and became a fact.</summary>
    Retried,

    /// <summary>Nothing is to come of it.</summary>
    Discarded,
}
