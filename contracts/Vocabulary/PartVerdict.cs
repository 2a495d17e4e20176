namespace Gatehouse.Contracts;

/// <summary>What a build, or another subject of an update, amounts to at a gate.</summary>
public enum PartVerdict
{
    Passed,

    /// <summary>All that blocks is satisfied, something else is not.</summary>
    Info,
    Failed,

    /// <summary>Something of it is still waited for, and nothing essential has failed.</summary>
    Waiting,

    /// <summary>No check is for it.</summary>
    Unchecked,
}
