namespace Gatehouse.Contracts;

/// <summary>Why a gate speaks now. The last four are the update's state when its gate is closed.</summary>
public enum GateReason
{
    /// <summary>Every requirement is settled.</summary>
    AllReceived,

    /// <summary>Every essential requirement is settled, and the policies wait for no more.</summary>
    EssentialReceived,

    /// <summary>Time is up.</summary>
    Deadline,

    /// <summary>Policies match, but require nothing of this update.</summary>
    NothingRequired,

    /// <summary>No policy matches, and the configuration lets such updates pass.</summary>
    NoPolicy,

    /// <summary>A result changed what was said.</summary>
    Result,

    /// <summary>A waiver, or its withdrawal, changed what was said.</summary>
    Waiver,

    /// <summary>An edit took this decision context away; the update itself stays open.</summary>
    Open,
    Withdrawn,
    Obsoleted,
    Shipped,
}
