using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>What happens to a gate. Those that it says aloud (<see cref="Spoken"/>) are stored in its stream.</summary>
public abstract record GateEvent;

/// <summary>Something the gate says.</summary>
/// <param name="At">When the fact was recorded that led to it.</param>
public abstract record Spoken(DateTimeOffset At) : GateEvent;

/// <summary>A revision's gate starts.</summary>
public sealed record Opened(GateOpening Opening, Tally Tally, DateTimeOffset At) : Spoken(At);

/// <summary>Requirements have other answers than before.</summary>
/// <param name="Difference">What that adds to the tally.</param>
public sealed record Answered(Tally Difference) : GateEvent;

/// <summary>Another policy set came into force while the gate waited.</summary>
public sealed record Replanned(GateOpening Opening, Tally Tally) : GateEvent;

/// <summary>The first essential requirement of the revision failed.</summary>
public sealed record FirstFailed(DateTimeOffset At) : Spoken(At);

/// <summary>The revision's verdict.</summary>
public sealed record Completed(Verdict Verdict, GateReason Reason, DateTimeOffset At) : Spoken(At);

/// <summary>After the verdict, facts changed it or its reasons.</summary>
public sealed record Changed(Verdict Verdict, Verdict Previous, GateReason Reason, DateTimeOffset At) : Spoken(At);

/// <summary>Nothing follows, unless the gate is opened again.</summary>
/// <param name="Reason">The update's state.</param>
public sealed record Closed(GateReason Reason, DateTimeOffset At) : Spoken(At);

/// <summary>What a gate is opened with.</summary>
/// <param name="OpenedAt">The revision's start.</param>
/// <param name="Deadline">Null where no policy matches.</param>
/// <param name="AwaitsPolicy">No policy matches, and the configuration makes such updates wait.</param>
/// <param name="Builds">How many builds the revision has.</param>
/// <param name="Trace">The trace of the definition, which a deadline's verdict continues.</param>
[MessagePackObject]
public sealed record GateOpening(
    [property: Key(0)] string Alias,
    [property: Key(1)] string Context,
    [property: Key(2)] int Revision,
    [property: Key(3)] string ProductVersion,
    [property: Key(4)] string PolicySet,
    [property: Key(5)] IReadOnlyList<PolicyReference> Policies,
    [property: Key(6)] bool Matched,
    [property: Key(7)] bool AwaitsPolicy,
    [property: Key(8)] bool WaitForAll,
    [property: Key(9)] DateTimeOffset OpenedAt,
    [property: Key(10)] DateTimeOffset? Deadline,
    [property: Key(11)] int Builds,
    [property: Key(12)] string? Trace)
{
    /// <summary>What a plan makes of a revision's gate.</summary>
    public static GateOpening Of(Plan plan, string alias, string context, int revision, string productVersion, DateTimeOffset openedAt, string? trace) => new(
        alias, context, revision, productVersion, plan.PolicySet, plan.Policies, plan.Matched, !plan.Matched && plan.NoPolicy == NoPolicy.Wait,
        plan.WaitForAll, openedAt, openedAt + plan.Timeout, plan.Parts.Count(p => p.Place >= 0), trace);
}
