namespace Gatehouse.Contracts;

/// <summary>What every event of a gate holds: all of the message it becomes, and the position of the log it was decided at.</summary>
public abstract record GateSaid
{
    /// <summary>All that was said.</summary>
    public required GateStatement Statement { get; init; }

    /// <summary>The sequence of the fact that led to it: everything up to there, and nothing after, was known.</summary>
    public required long Position { get; init; }

    /// <summary>The hash of the policy set it was decided under.</summary>
    public required string PolicySet { get; init; }

    /// <summary>The id of this event and of its message: a function of what was decided, so that deciding it twice names it once.</summary>
    public Guid EventId() =>
        Ids.Version5($"{GetType().Name}:{Statement.DecisionContext}:{Statement.Revision}:{Position}:{Statement.Alias}");
}

/// <summary>A revision's gate started.</summary>
public sealed record GateOpened : GateSaid;

/// <summary>The first essential requirement of the revision failed.</summary>
public sealed record GateFirstFailure : GateSaid;

/// <summary>Nothing that the gate waits for is missing or running any more, and something of it is errored: nobody but a person or a new run moves it.</summary>
public sealed record GateFirstError : GateSaid;

/// <summary>The revision's verdict: one for each revision and gate.</summary>
public sealed record GateCompleted : GateSaid;

/// <summary>After the verdict, facts changed it or its reasons.</summary>
public sealed record GateChanged : GateSaid;

/// <summary>The gate is closed; nothing follows unless a newer definition opens it again.</summary>
public sealed record GateClosed : GateSaid;
