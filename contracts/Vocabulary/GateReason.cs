namespace Gatehouse.Contracts;

/// <summary>Why a gate speaks now. The last four are the update's state when its gate is closed.</summary>
public enum GateReason
{
    /// <summary>Every requirement is settled.</summary>
    AllReceived,

    /// <summary>Every essential requirement is settled, and the policies wait for no more.</summary>
    EssentialReceived,

    /// <summary>It would still wait but for a waiver of something whose newest run has not finished, or that has none.</summary>
    Waived,

    /// <summary>Time is up.</summary>
    Deadline,

    /// <summary>A policy says on purpose that nothing is required.</summary>
    NothingRequired,

    /// <summary>No policy asks anything of this update: it passes at once, or fails when no policy came in time, as configured.</summary>
    NoPolicy,

    /// <summary>A result changed what was said.</summary>
    Result,

    /// <summary>A waiver, or its withdrawal, changed what was said.</summary>
    Waiver,

    /// <summary>Another policy set came into force.</summary>
    Policy,

    /// <summary>An operator let the gate go, or took that back.</summary>
    Released,

    /// <summary>An edit took this decision context away; the update itself stays open.</summary>
    Open,
    Withdrawn,
    Obsoleted,
    Shipped,
}
