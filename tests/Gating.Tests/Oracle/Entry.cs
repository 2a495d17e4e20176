using Gatehouse.Contracts;

// A namespace of its own: nothing of Gatehouse.Gating is in sight here, so the oracle cannot share the product's code
// by accident.
namespace Gatehouse.Oracle;

/// <summary>One fact of the history.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="What">A recorded event, or the drafts of the policies that came into force.</param>
public sealed record Entry(long Position, DateTimeOffset At, object What)
{
    /// <summary>Rule 3: a time that lies ahead of arrival counts as arrival wherever times are compared.</summary>
    internal DateTimeOffset Counted(DateTimeOffset sent) => sent < At ? sent : At;
}

/// <summary>A message of a gate. Summary and policy hashes are left empty: they are not the rules' business.</summary>
public sealed record Message(string Kind, long Position, GateStatement Statement);
