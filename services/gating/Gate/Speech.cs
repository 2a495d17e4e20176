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
        var deadline = happened is Completed { Reason: GateReason.Deadline } completed ? completed : null;
        var statement = new GateStatement
        {
            Alias = opening.Alias,
            Revision = opening.Revision,
            DefinitionTime = opening.DefinitionTime,
            DecisionContext = opening.Context,
            ProductVersion = opening.ProductVersion,
            Verdict = happened is FirstFailed ? Verdict.Failed : gate.Verdict,
            PreviousVerdict = happened is Changed changed ? changed.Previous : null,
            Reason = happened is Opened or FirstFailed or FirstErrored ? null : gate.Reason,
            Summary = SummaryOf(gate),
            Policies = opening.Policies,
            OpenedAt = opening.OpenedAt,
            Deadline = opening.Deadline,
            DecidedAt = happened.At,
            LateBy = deadline?.LateBy,
            RecordedUntil = deadline?.RecordedUntil,
            Edition = EditionInForce.Newest,
            Counts = gate.Tally.Counts,
            Builds = lists.Builds,
            Subjects = lists.Subjects.Count > 0 ? lists.Subjects : null,
            Conflicts = gate.Tally.Conflicts,
            Rejections = gate.Tally.Rejections,
            Unsatisfied = lists.Unsatisfied,
            Waived = lists.Waived,
            Truncated = lists.Truncated,
        };
        return happened switch
        {
            Opened => new GateOpened { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            FirstFailed => new GateFirstFailure { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            FirstErrored => new GateFirstError { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Completed => new GateCompleted { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Changed => new GateChanged { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            Closed => new GateClosed { Statement = statement, Position = position, PolicySet = opening.PolicySet },
            _ => throw new InvalidOperationException($"no event for {happened.GetType().Name}"),
        };
    }

    /// <summary>The lists of what a gate says.</summary>
    /// <param name="parts">As <see cref="GateLists.Of"/> needs them.</param>
    public static GateLists ListsOf(Gate gate, IEnumerable<GatePart> parts) => GateLists.Of(
        parts, gate.Verdict is not null, gate.Opening?.Builds ?? 0, gate.Opening?.Subjects ?? 0, gate.Tally.Unsatisfied, gate.Tally.All.Waived);

    /// <summary>What readers see of the gate, without its lists.</summary>
    public static GateView View(Gate gate)
    {
        if (gate.AsSaid is { View: var said })
        {
            // What was refused since is no part of a verdict, and is never kept from anybody.
            return said with { Conflicts = gate.Tally.Conflicts, Rejections = gate.Tally.Rejections };
        }

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
            Summary = SummaryOf(gate),
            Policies = opening.Policies,
            OpenedAt = opening.OpenedAt,
            Deadline = opening.Deadline,
            DecidedAt = gate.DecidedAt,
            Counts = gate.Tally.Counts,
            Builds = opening.Builds,
            Unsatisfied = gate.Tally.Unsatisfied,
            DefinitionTime = opening.DefinitionTime,
            LateBy = gate.LateBy,
            RecordedUntil = gate.RecordedUntil,
            Edition = EditionInForce.Newest,
            Conflicts = gate.Tally.Conflicts,
            Rejections = gate.Tally.Rejections,
            Subjects = opening.Subjects,
            ReleasedBy = gate.Release is { } release ? release.By ?? Nobody : null,
        };
    }

    // Whoever let it go where nobody vouches for names.
    private const string Nobody = "an operator";

    private static string SummaryOf(Gate gate) => gate switch
    {
        { Release: { } release } => GateSummary.OfReleased(gate.Tally.Counts, release.By ?? Nobody),
        { Opening: { Asks: Asks.NoPolicy, AwaitsPolicy: var waits } } => GateSummary.OfNoPolicy(waits && gate.IsWaiting),
        _ => GateSummary.Of(gate.Tally.Counts),
    };
}
