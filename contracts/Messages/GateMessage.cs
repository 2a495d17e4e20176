namespace Gatehouse.Contracts;

/// <summary>What update tooling hears. All kinds have all fields.</summary>
public sealed record GateMessage
{
    private static readonly Dictionary<Type, string> Types = new()
    {
        [typeof(GateOpened)] = "gate.opened",
        [typeof(GateFirstFailure)] = "gate.first_failure",
        [typeof(GateFirstError)] = "gate.first_error",
        [typeof(GateCompleted)] = "gate.complete",
        [typeof(GateChanged)] = "gate.changed",
        [typeof(GateClosed)] = "gate.closed",
    };

    /// <summary><c>gate.opened</c>, <c>gate.first_failure</c>, <c>gate.first_error</c>, <c>gate.complete</c>, <c>gate.changed</c> or <c>gate.closed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The position in the log. Messages of one gate go out in its order.</summary>
    public required long Sequence { get; init; }

    public required string Alias { get; init; }
    public required int Revision { get; init; }
    public required DateTimeOffset? DefinitionTime { get; init; }
    public required string DecisionContext { get; init; }
    public required string ProductVersion { get; init; }
    public required Verdict? Verdict { get; init; }
    public required Verdict? PreviousVerdict { get; init; }
    public required GateReason? Reason { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<PolicyReference> Policies { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset? Deadline { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
    public required long? LateBy { get; init; }
    public required DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The edition of the rules that it was decided by.</summary>
    public required int Edition { get; init; }
    public required GateCounts Counts { get; init; }
    public required IReadOnlyList<BuildVerdict> Builds { get; init; }
    public required IReadOnlyList<SubjectPart> Subjects { get; init; }
    public required int Conflicts { get; init; }
    public required int Rejections { get; init; }
    public required IReadOnlyList<UnsatisfiedRequirement> Unsatisfied { get; init; }
    public required IReadOnlyList<WaivedRequirement> Waived { get; init; }
    public required bool Truncated { get; init; }

    /// <summary>Where all of it can be read as of now.</summary>
    public required string Url { get; init; }

    /// <summary>The message an event of a gate becomes.</summary>
    /// <param name="publicUrl">The base URL of the API, without a slash at its end.</param>
    public static GateMessage From(GateSaid said, long sequence, string publicUrl) => new()
    {
        Type = TypeOf(said),
        Sequence = sequence,
        Alias = said.Statement.Alias,
        Revision = said.Statement.Revision,
        DefinitionTime = said.Statement.DefinitionTime,
        DecisionContext = said.Statement.DecisionContext,
        ProductVersion = said.Statement.ProductVersion,
        Verdict = said.Statement.Verdict,
        PreviousVerdict = said.Statement.PreviousVerdict,
        Reason = said.Statement.Reason,
        Summary = said.Statement.Summary,
        Policies = said.Statement.Policies,
        OpenedAt = said.Statement.OpenedAt,
        Deadline = said.Statement.Deadline,
        DecidedAt = said.Statement.DecidedAt,
        LateBy = said.Statement.LateBy,
        RecordedUntil = said.Statement.RecordedUntil,
        Edition = said.Statement.Edition ?? 1,
        Counts = said.Statement.Counts,
        Builds = said.Statement.Builds,
        Subjects = said.Statement.Subjects ?? [],
        Conflicts = said.Statement.Conflicts,
        Rejections = said.Statement.Rejections,
        Unsatisfied = said.Statement.Unsatisfied,
        Waived = said.Statement.Waived,
        Truncated = said.Statement.Truncated,
        Url = $"{publicUrl}/updates/{Uri.EscapeDataString(said.Statement.Alias)}",
    };

    /// <summary>The AMQP <c>type</c>: the routing key without the values.</summary>
    public static string TypeOf(GateSaid said) => TypeOf(said.GetType());

    /// <summary>The AMQP <c>type</c> of one of <see cref="StoredEvents.OfGates"/>.</summary>
    public static string TypeOf(Type said) => Types.TryGetValue(said, out var type) ? type : throw new InvalidOperationException($"{said.Name} is no event of a gate");

    /// <summary>The topic it goes out on.</summary>
    public static string RoutingKeyOf(GateSaid said) => (said, said.Statement) switch
    {
        (GateOpened, var s) => RoutingKeys.Opened(s.DecisionContext),
        (GateFirstFailure, var s) => RoutingKeys.FirstFailure(s.DecisionContext),
        (GateFirstError, var s) => RoutingKeys.FirstError(s.DecisionContext),
        (GateCompleted, { Verdict: { } verdict } s) => RoutingKeys.Complete(s.DecisionContext, verdict),
        (GateChanged, { Verdict: { } verdict } s) when s.PreviousVerdict == verdict => RoutingKeys.ChangedReasons(s.DecisionContext, verdict),
        (GateChanged, { Verdict: { } verdict } s) => RoutingKeys.Changed(s.DecisionContext, verdict),
        (GateClosed, var s) => RoutingKeys.Closed(s.DecisionContext),
        _ => throw new InvalidOperationException($"{said.GetType().Name} of {said.Statement.Alias} has no verdict"),
    };
}
