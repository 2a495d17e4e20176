using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>
/// The saga (process manager) of one update before one decision context: a pure decider. Decisions return what happens and change nothing;
/// <see cref="Evolve"/> makes the state that follows. Time is an argument, and always the log's.
/// </summary>
/// <param name="Opening">Null until it is first opened.</param>
/// <param name="FirstFailureSaid">In this opening; likewise <paramref name="FirstErrorSaid"/>.</param>
/// <param name="Verdict">The last one said in this opening.</param>
/// <param name="LateBy">Of the verdict, while the deadline is its reason; likewise <paramref name="RecordedUntil"/>.</param>
/// <param name="Release">An operator let it go; null where none did.</param>
/// <param name="AsSaid">Where it stands by the first edition, until it is judged by this one; null since then.</param>
[MessagePackObject]
public sealed record Gate(
    [property: Key(0)] GateOpening? Opening,
    [property: Key(1)] GatePhase Phase,
    [property: Key(2)] Tally Tally,
    [property: Key(3)] bool FirstFailureSaid,
    [property: Key(4)] bool FirstErrorSaid,
    [property: Key(5)] Verdict? Verdict,
    [property: Key(6)] Verdict? PreviousVerdict,
    [property: Key(7)] GateReason? Reason,
    [property: Key(8)] DateTimeOffset DecidedAt,
    [property: Key(9)] long? LateBy,
    [property: Key(10)] DateTimeOffset? RecordedUntil,
    [property: Key(11)] GateRelease? Release,
    [property: Key(12)] FirstEditionStanding? AsSaid)
{
    /// <summary>A gate that was never opened.</summary>
    public static Gate Initial { get; } = new(null, GatePhase.Closed, default, false, false, null, null, null, default, null, null, null, null);

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

    /// <summary>Whether a new policy set plans it anew (rule 8): one that passed keeps the set that it passed under.</summary>
    [IgnoreMember]
    public bool IsReplanned => IsWaiting || (Phase == GatePhase.Complete && Verdict == Contracts.Verdict.Failed);

    // By the second edition other requirements are unsatisfied than it had said by the first.
    private bool ListMoved => AsSaid is { ListMoved: true };

    // The verdict if everything not satisfied counts.
    private Verdict Standing => Release is not null ? Contracts.Verdict.Passed
        : Opening is { Asks: Asks.NoPolicy, AwaitsPolicy: true } && Tally.All.Sum == 0 ? Contracts.Verdict.Failed
        : Tally.Verdict;

    // --- Evolve: never refuses history ---

    public Gate Evolve(GateEvent happened) => happened switch
    {
        Opened e => Initial with { Opening = e.Opening, Phase = GatePhase.Waiting, Tally = e.Tally, DecidedAt = e.At },
        Answered e => this with { Tally = Tally + e.Difference, AsSaid = null },
        Noted e => this with { Tally = Tally + e.Difference },
        Replanned e => this with { Opening = e.Opening, Tally = e.Tally, AsSaid = null },
        Redefined e => this with { Opening = e.Opening },
        FirstFailed e => this with { FirstFailureSaid = true, DecidedAt = e.At },
        FirstErrored e => this with { FirstErrorSaid = true, DecidedAt = e.At },
        Completed e => this with
        {
            Phase = GatePhase.Complete,
            Verdict = e.Verdict,
            Reason = e.Reason,
            DecidedAt = e.At,
            LateBy = e.LateBy,
            RecordedUntil = e.RecordedUntil,
        },
        Changed e => this with
        {
            Verdict = e.Verdict,
            PreviousVerdict = e.Previous,
            Reason = e.Reason,
            DecidedAt = e.At,
            LateBy = null,
            RecordedUntil = null,
        },
        LetGo e => this with { Release = new GateRelease(e.By), AsSaid = null },
        TakenBack => this with { Release = null },
        Closed e => this with { Phase = GatePhase.Closed, Reason = e.Reason, DecidedAt = e.At, AsSaid = null },
        SaidBefore e => e.Gate,
        Rejudged e => this with
        {
            Opening = e.Opening,
            Tally = e.Tally,
            AsSaid = IsWaiting ? null : AsSaid! with { ListMoved = e.ListMoved },
        },
        _ => throw new InvalidOperationException($"a gate knows no {happened.GetType().Name}"),
    };

    // --- Decisions: each is idempotent, and empty when there is nothing to say ---

    /// <summary>Starts an opening. A failure or completeness that is already there is said directly after.</summary>
    public static IReadOnlyList<GateEvent> Open(GateOpening opening, Tally tally, DateTimeOffset at) =>
        Then(Initial, new Opened(opening, tally, at), gate => gate.Conclude(at));

    /// <summary>Takes other answers of some of its requirements.</summary>
    /// <param name="difference">What they add to the tally.</param>
    /// <param name="listChanged">Which requirements are unsatisfied changed, or what they answer.</param>
    /// <param name="cause"><see cref="GateReason.Result"/> or <see cref="GateReason.Waiver"/>.</param>
    public IReadOnlyList<GateEvent> Hear(Tally difference, bool listChanged, GateReason cause, DateTimeOffset at) => Phase switch
    {
        GatePhase.Waiting => Then(this, new Answered(difference), gate => gate.Conclude(at)),
        GatePhase.Complete => Then(this, new Answered(difference), gate => gate.Revise(listChanged || ListMoved, cause, at)),
        _ => [],
    };

    /// <summary>Takes note of results that were refused, or are no longer shown.</summary>
    public IReadOnlyList<GateEvent> Note(Tally difference) => Phase == GatePhase.Closed || difference == default ? [] : [new Noted(difference)];

    /// <summary>Takes a new plan, unless it has passed. Of the plan itself nothing is said.</summary>
    /// <param name="listChanged">As in <see cref="Hear"/>.</param>
    public IReadOnlyList<GateEvent> Replan(GateOpening opening, Tally tally, bool listChanged, DateTimeOffset at) =>
        IsWaiting ? Then(this, new Replanned(opening, tally), gate => gate.Conclude(at))
        : IsReplanned ? Then(this, new Replanned(opening, tally), gate => gate.Revise(listChanged || ListMoved, GateReason.Policy, at))
        : [];

    /// <summary>Takes an edit that opens nothing anew.</summary>
    public IReadOnlyList<GateEvent> Redefine(UpdateInForce update) =>
        Phase == GatePhase.Closed || Opening is null ? [] : [new Redefined(Opening.With(update))];

    /// <summary>Decides a waiting gate whose time is up; whatever is not settled counts against it.</summary>
    /// <param name="recordedUntil">The watermark; null where it decides without.</param>
    public IReadOnlyList<GateEvent> PassDeadline(DateTimeOffset at, DateTimeOffset? recordedUntil)
    {
        if (Deadline is not { } deadline)
        {
            return [];
        }

        var late = (long)Math.Floor((at - deadline).TotalSeconds);
        return Opening is { Asks: Asks.NoPolicy }
            ? [new Completed(Standing, GateReason.NoPolicy, at)]
            : [new Completed(Standing, GateReason.Deadline, at, late >= 1 ? late : null, recordedUntil)];
    }

    /// <summary>Lets it go: it passes, whatever is not satisfied and whatever arrives, as long as this opening lasts.</summary>
    /// <param name="by">The HTTP identity; null where nobody vouched.</param>
    public IReadOnlyList<GateEvent> LetGo(string? by, DateTimeOffset at) => Phase switch
    {
        GatePhase.Waiting => [new LetGo(by), new Completed(Contracts.Verdict.Passed, GateReason.Released, at)],
        GatePhase.Complete when Release is null => Then(this, new LetGo(by), gate => gate.Revise(false, GateReason.Released, at)),
        _ => [],
    };

    /// <summary>Takes that back: its verdict is that of the rules again.</summary>
    public IReadOnlyList<GateEvent> TakeBack(DateTimeOffset at) =>
        Phase == GatePhase.Complete && Release is not null ? Then(this, new TakenBack(), gate => gate.Revise(false, GateReason.Released, at)) : [];

    /// <summary>Closes an open gate.</summary>
    public IReadOnlyList<GateEvent> Close(GateReason state, DateTimeOffset at) => Phase == GatePhase.Closed ? [] : [new Closed(state, at)];

    /// <summary>Judges an open gate by the second edition, which has just come into force. That alone completes and changes none (rule 16).</summary>
    public IReadOnlyList<GateEvent> Rejudge(GateOpening opening, Tally tally, bool listMoved, DateTimeOffset at) =>
        Then(this, new Rejudged(opening, tally, listMoved), gate => gate.IsWaiting ? gate.Warn(at) : []);

    private List<GateEvent> Conclude(DateTimeOffset at)
    {
        var said = Warn(at);
        if (ReasonToComplete() is { } reason)
        {
            said.Add(new Completed(Standing, reason, at));
        }

        return said;
    }

    // Rule 6.
    private List<GateEvent> Warn(DateTimeOffset at)
    {
        var said = new List<GateEvent>();
        if (Tally.Essential.Failed > 0 && !FirstFailureSaid)
        {
            said.Add(new FirstFailed(at));
        }

        if (Tally.Waiting is { Errored: > 0, Missing: 0, Running: 0 } && !FirstErrorSaid)
        {
            said.Add(new FirstErrored(at));
        }

        return said;
    }

    private GateReason? ReasonToComplete() => (Opening, Tally) switch
    {
        ({ AwaitsPolicy: true }, _) => null,
        ({ Asks: Asks.NoPolicy }, _) => GateReason.NoPolicy,
        ({ Asks: Asks.NothingOnPurpose }, _) => GateReason.NothingRequired,
        (_, { Waiting.Unsettled: > 0 }) => null,
        (_, { WaivedUnfinished: > 0 }) => GateReason.Waived,
        (_, { All.Unsettled: 0 }) => GateReason.AllReceived,
        _ => GateReason.EssentialReceived,
    };

    private List<GateEvent> Revise(bool listChanged, GateReason cause, DateTimeOffset at) =>
        Verdict is { } before && (before != Standing || listChanged) ? [new Changed(Standing, before, cause, at)] : [];

    private static List<GateEvent> Then(Gate gate, GateEvent first, Func<Gate, IReadOnlyList<GateEvent>> next) => [first, .. next(gate.Evolve(first))];
}

/// <summary>Where a gate stands.</summary>
public enum GatePhase
{
    Closed,
    Waiting,
    Complete,
}

/// <summary>An operator let a gate go.</summary>
/// <param name="By">The HTTP identity; null where nobody vouched.</param>
[MessagePackObject]
public sealed record GateRelease([property: Key(0)] string? By);

/// <summary>Where a gate stands by the first edition of the rules.</summary>
/// <param name="View">As it was said.</param>
/// <param name="Unsatisfied">What it had said is unsatisfied, as far as that travelled.</param>
/// <param name="ListMoved">By the second edition that is another list.</param>
[MessagePackObject]
public sealed record FirstEditionStanding(
    [property: Key(0)] GateView View, [property: Key(1)] IReadOnlyList<SaidUnsatisfied> Unsatisfied, [property: Key(2)] bool ListMoved);

/// <summary>A requirement that was said to be unsatisfied.</summary>
[MessagePackObject]
public sealed record SaidUnsatisfied(
    [property: Key(0)] string Type,
    [property: Key(1)] string Id,
    [property: Key(2)] string Testcase,
    [property: Key(3)] string? Scenario,
    [property: Key(4)] string? Arch,
    [property: Key(5)] Answer Answer);
