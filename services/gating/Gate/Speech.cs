using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>Puts what a gate decided into the event that is stored and becomes the message.</summary>
public static class Speech
{
    /// <param name="gate">The gate after what happened.</param>
    /// <param name="position">The log position up to which facts were known.</param>
    public static GateSaid Of(Gate gate, Spoken happened, GateLists lists, long position)
    {
        var opening = gate.Opening ?? throw new InvalidOperationException("a gate that was never opened has nothing to say");
        var statement = new GateStatement
        {
            Alias = opening.Alias,
            Revision = opening.Revision,
            DecisionContext = opening.Context,
            ProductVersion = opening.ProductVersion,
            Verdict = happened is FirstFailed ? Verdict.Failed : gate.Verdict,
            PreviousVerdict = happened is Changed changed ? changed.Previous : null,
            Reason = happened is Opened or FirstFailed ? null : gate.Reason,
            Summary = Summary.Of(gate),
            Policies = opening.Policies,
            OpenedAt = opening.OpenedAt,
            Deadline = opening.Deadline,
            DecidedAt = happened.At,
            Counts = gate.Tally.Counts,
            Builds = lists.Builds,
            Unsatisfied = lists.Unsatisfied,
            Waived = lists.Waived,
            Truncated = lists.Truncated,
        };
        return happened switch
        {
            Opened => new GateOpened { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            FirstFailed => new GateFirstFailure { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Completed => new GateCompleted { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Changed => new GateChanged { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Closed => new GateClosed { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            _ => throw new InvalidOperationException($"no event for {happened.GetType().Name}"),
        };
    }

    /// <summary>What readers see of the gate, without its lists.</summary>
    public static GateView View(Gate gate)
    {
        var opening = gate.Opening ?? throw new InvalidOperationException("a gate that was never opened cannot be seen");
        return new GateView
        {
            Alias = opening.Alias,
            DecisionContext = opening.Context,
            Status = gate.Phase switch
            {
                GatePhase.Waiting => GateStatus.Waiting,
                GatePhase.Complete => gate.Verdict switch
                {
                    Verdict.Passed => GateStatus.Passed,
                    Verdict.Info => GateStatus.Info,
                    _ => GateStatus.Failed,
                },
                _ => GateStatus.Closed,
            },
            Revision = opening.Revision,
            ProductVersion = opening.ProductVersion,
            Verdict = gate.Verdict,
            PreviousVerdict = gate.PreviousVerdict,
            Reason = gate.Reason,
            Summary = Summary.Of(gate),
            Policies = opening.Policies,
            OpenedAt = opening.OpenedAt,
            Deadline = opening.Deadline,
            DecidedAt = gate.DecidedAt,
            Counts = gate.Tally.Counts,
            Builds = opening.Builds,
            Unsatisfied = gate.Tally.Unsatisfied,
        };
    }
}
