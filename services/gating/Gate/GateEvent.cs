using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What happens to a gate. Those that it says aloud (<see cref="Spoken"/>) are stored in its stream.</summary>
public abstract record GateEvent;

/// <summary>Something the gate says.</summary>
/// <param name="At">When the fact was recorded that led to it.</param>
public abstract record Spoken(DateTimeOffset At) : GateEvent;

/// <summary>An opening starts.</summary>
public sealed record Opened(GateOpening Opening, Tally Tally, DateTimeOffset At) : Spoken(At);

/// <summary>Requirements have other answers than before.</summary>
/// <param name="Difference">What that adds to the tally.</param>
public sealed record Answered(Tally Difference) : GateEvent;

/// <summary>Refused results are shown, or no longer: that decides nothing.</summary>
public sealed record Noted(Tally Difference) : GateEvent;

/// <summary>Another policy set came into force and asks something else of the gate.</summary>
public sealed record Replanned(GateOpening Opening, Tally Tally) : GateEvent;

/// <summary>An edit came that opens nothing anew.</summary>
public sealed record Redefined(GateOpening Opening) : GateEvent;

/// <summary>The first essential requirement of the opening failed.</summary>
public sealed record FirstFailed(DateTimeOffset At) : Spoken(At);

/// <summary>For the first time in the opening nothing waited for is missing or running, and something is errored.</summary>
public sealed record FirstErrored(DateTimeOffset At) : Spoken(At);

/// <summary>The opening's verdict.</summary>
/// <param name="LateBy">Whole seconds from the deadline to now, where that is the reason and it is at least one.</param>
/// <param name="RecordedUntil">The watermark, where the deadline is the reason.</param>
public sealed record Completed(Verdict Verdict, GateReason Reason, DateTimeOffset At, long? LateBy = null, DateTimeOffset? RecordedUntil = null) : Spoken(At);

/// <summary>After the verdict, facts changed it or its reasons.</summary>
public sealed record Changed(Verdict Verdict, Verdict Previous, GateReason Reason, DateTimeOffset At) : Spoken(At);

/// <summary>An operator let the gate go.</summary>
/// <param name="By">The HTTP identity; null where nobody vouched.</param>
public sealed record LetGo(string? By) : GateEvent;

/// <summary>An operator took that back.</summary>
public sealed record TakenBack : GateEvent;

/// <summary>Nothing follows, unless the gate is opened again.</summary>
/// <param name="Reason">The update's state.</param>
public sealed record Closed(GateReason Reason, DateTimeOffset At) : Spoken(At);

/// <summary>It said this under the first edition of the rules, which is not decided again (rule 16).</summary>
/// <param name="Gate">Where it stood then.</param>
public sealed record SaidBefore(Gate Gate) : GateEvent;

/// <summary>The second edition came into force while the gate was open.</summary>
/// <param name="ListMoved">Its unsatisfied requirements are others by this edition than it had said.</param>
public sealed record Rejudged(GateOpening Opening, Tally Tally, bool ListMoved) : GateEvent;
