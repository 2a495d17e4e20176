using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// The process manager of one update before one decision context: a pure decider. Decisions return what happens and change nothing;
/// <see cref="Evolve"/> makes the state that follows. Time is an argument, and always the log's.
/// </summary>
/// <param name="Opening">Null until it is first opened.</param>
/// <param name="FirstFailureSaid">In this revision.</param>
/// <param name="Verdict">The last one said in this revision.</param>
[MessagePackObject]
public sealed record Gate(
    [property: Key(0)] GateOpening? Opening,
    [property: Key(1)] GatePhase Phase,
    [property: Key(2)] Tally Tally,
    [property: Key(3)] bool FirstFailureSaid,
    [property: Key(4)] Verdict? Verdict,
    [property: Key(5)] Verdict? PreviousVerdict,
    [property: Key(6)] GateReason? Reason,
    [property: Key(7)] DateTimeOffset DecidedAt)
{
    /// <summary>A gate that was never opened.</summary>
    public static Gate Initial { get; } = new(null, GatePhase.Closed, default, false, null, null, null, default);

    // What follows from the state is not stored: [IgnoreMember] is MessagePack's word for that.

    /// <summary>Waits for answers or its deadline.</summary>
    [IgnoreMember]
    public bool IsWaiting => Phase == GatePhase.Waiting;

    /// <summary>When time is up for a gate that waits.</summary>
    [IgnoreMember]
    public DateTimeOffset? Deadline => IsWaiting ? Opening?.Deadline : null;

    /// <summary>When it was closed; null while it is open.</summary>
    [IgnoreMember]
    public DateTimeOffset? ClosedAt => Phase == GatePhase.Closed ? DecidedAt : null;

    // --- Evolve: never refuses history ---

    public Gate Evolve(GateEvent happened) => happened switch
    {
        Opened e => new Gate(e.Opening, GatePhase.Waiting, e.Tally, false, null, null, null, e.At),
        Answered e => this with { Tally = Tally + e.Difference },
        Replanned e => this with { Opening = e.Opening, Tally = e.Tally },
        FirstFailed e => this with { FirstFailureSaid = true, DecidedAt = e.At },
        Completed e => this with { Phase = GatePhase.Complete, Verdict = e.Verdict, Reason = e.Reason, DecidedAt = e.At },
        Changed e => this with { Verdict = e.Verdict, PreviousVerdict = e.Previous, Reason = e.Reason, DecidedAt = e.At },
        Closed e => this with { Phase = GatePhase.Closed, Reason = e.Reason, DecidedAt = e.At },
        _ => throw new InvalidOperationException($"a gate knows no {happened.GetType().Name}"),
    };

    // --- Decisions: each is idempotent, and empty when there is nothing to say ---

    /// <summary>Starts a revision. A failure or completeness that is already there is said directly after.</summary>
    public static IReadOnlyList<GateEvent> Open(GateOpening opening, Tally tally, DateTimeOffset at) => Then(Initial, new Opened(opening, tally, at), gate => gate.ConcludePlanned(at));

    /// <summary>Takes other answers of some of its requirements.</summary>
    /// <param name="difference">What they add to the tally.</param>
    /// <param name="listChanged">Which requirements are unsatisfied changed, or what they answer.</param>
    /// <param name="cause"><see cref="GateReason.Result"/> or <see cref="GateReason.Waiver"/>.</param>
    public IReadOnlyList<GateEvent> Hear(Tally difference, bool listChanged, GateReason cause, DateTimeOffset at) => Phase switch
    {
        GatePhase.Waiting => Then(this, new Answered(difference), gate => gate.Conclude(at)),
        GatePhase.Complete => Then(this, new Answered(difference), gate => gate.Revise(listChanged, cause, at)),
        _ => [],
    };

    /// <summary>Takes a new plan, if it still waits: a completed revision keeps the policies it was decided under.</summary>
    public IReadOnlyList<GateEvent> Replan(GateOpening opening, Tally tally, DateTimeOffset at) =>
        IsWaiting ? Then(this, new Replanned(opening, tally), gate => gate.ConcludePlanned(at)) : [];

    /// <summary>Decides a waiting gate whose time is up; whatever is not settled counts against it. What is recorded at the deadline is still in time.</summary>
    public IReadOnlyList<GateEvent> PassDeadline(DateTimeOffset at) =>
        Deadline is { } deadline && at > deadline ? [new Completed(Tally.Verdict, GateReason.Deadline, at)] : [];

    /// <summary>Closes an open gate.</summary>
    public IReadOnlyList<GateEvent> Close(GateReason state, DateTimeOffset at) => Phase == GatePhase.Closed ? [] : [new Closed(state, at)];

    // A plan can be out of time when it is made: by a shorter timeout, or where the first policy set comes late.
    private List<GateEvent> ConcludePlanned(DateTimeOffset at)
    {
        var said = Conclude(at);
        return said.Exists(e => e is Completed) ? said : [.. said, .. PassDeadline(at)];
    }

    private List<GateEvent> Conclude(DateTimeOffset at)
    {
        var said = new List<GateEvent>();
        if (Tally.EssentialFailed > 0 && !FirstFailureSaid)
        {
            said.Add(new FirstFailed(at));
        }

        if (ReasonToComplete() is { } reason)
        {
            said.Add(new Completed(Tally.Verdict, reason, at));
        }

        return said;
    }

    private GateReason? ReasonToComplete() => (Opening, Tally) switch
    {
        ({ AwaitsPolicy: true }, _) => null,
        ({ Matched: false }, _) => GateReason.NoPolicy,
        (_, { Requirements: 0 }) => GateReason.NothingRequired,
        (_, { EssentialUnsettled: > 0 }) => null,
        (_, { OtherUnsettled: 0 }) => GateReason.AllReceived,
        ({ WaitForAll: false }, _) => GateReason.EssentialReceived,
        _ => null,
    };

    private List<GateEvent> Revise(bool listChanged, GateReason cause, DateTimeOffset at) =>
        Verdict is { } before && (before != Tally.Verdict || listChanged) ? [new Changed(Tally.Verdict, before, cause, at)] : [];

    private static List<GateEvent> Then(Gate gate, GateEvent first, Func<Gate, IReadOnlyList<GateEvent>> next) => [first, .. next(gate.Evolve(first))];
}

/// <summary>Where a gate stands.</summary>
public enum GatePhase
{
    Closed,
    Waiting,
    Complete,
}
