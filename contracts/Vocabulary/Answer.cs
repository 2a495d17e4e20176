namespace Gatehouse.Contracts;

/// <summary>What is known of one requirement. In order of urgency: lists of unsatisfied requirements are sorted by it.</summary>
public enum Answer
{
    /// <summary>The newest finished result failed.</summary>
    Failed,

    /// <summary>The test itself broke; a re-run is waited for.</summary>
    Errored,

    /// <summary>No result yet.</summary>
    Missing,

    /// <summary>A run is queued or under way, and no pass stands behind it.</summary>
    Running,

    /// <summary>The newest finished result passed.</summary>
    Passed,
}
