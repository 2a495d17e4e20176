namespace Gatehouse.Contracts;

/// <summary>What a gate says of its update; revisable when facts change.</summary>
public enum Verdict
{
    /// <summary>Every requirement is satisfied.</summary>
    Passed,

    /// <summary>The essential ones are satisfied, something else is not.</summary>
    Info,

    /// <summary>An essential requirement is not satisfied.</summary>
    Failed,
}
