namespace Gatehouse.Contracts;

/// <summary>A gate as of a past moment: what <see cref="GateView"/> and <see cref="GatePart"/> said then, made again from the log.</summary>
/// <param name="View">Where it stood.</param>
/// <param name="Parts">In the definition's order; all of them, or at least those that <see cref="GateLists.Of"/> needs.</param>
/// <param name="Asked">What it had asked for at any time up to then; empty unless that was wanted.</param>
/// <param name="Said">Its lists as they were said, of a gate that had decided by the first edition alone; else null.</param>
public sealed record GateAsOf(GateView View, IReadOnlyList<GatePart> Parts, IReadOnlyList<AskedOf> Asked, GateLists? Said = null)
{
    /// <summary>The lists of its message, as of then.</summary>
    public GateLists Lists() =>
        Said ?? GateLists.Of(Parts, View.Verdict is not null, View.Builds, View.Subjects, View.Unsatisfied, View.Counts.Waived);
}

/// <summary>A subject that a gate has had among its parts, and the testcases it ever asked of it.</summary>
public sealed record AskedOf(Subject Subject, IReadOnlyList<string> Testcases);
