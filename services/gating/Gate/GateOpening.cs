using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>What a gate is opened with, and what a new policy set or definition makes of that.</summary>
/// <param name="PolicySet">The hash of the set that it has.</param>
/// <param name="AwaitsPolicy">No policy asks anything, and the configuration makes such updates wait.</param>
/// <param name="OpenedAt">When the definition was recorded that began this opening.</param>
/// <param name="Deadline">Null only of a gate that has decided by the first edition alone.</param>
/// <param name="Builds">How many builds the revision has.</param>
/// <param name="Subjects">How many other subjects it has.</param>
/// <param name="Trace">The trace of the definition, which a deadline's verdict continues.</param>
/// <param name="DefinitionTime">That of the newest definition or closing taken up.</param>
/// <param name="Window">Which evidence about the update itself counts.</param>
/// <param name="Kinds">Kinds of outcomes beside the contract's; null where the set declares none.</param>
/// <param name="Mutable">Types whose subjects change, beside the update itself; null where the set declares none.</param>
/// <param name="Grace">How long a deadline stands still at most.</param>
/// <param name="WaitsForAll">Nothing is essential, so it waits for all.</param>
[MessagePackObject]
public sealed record GateOpening(
    [property: Key(0)] string Alias,
    [property: Key(1)] string Context,
    [property: Key(2)] int Revision,
    [property: Key(3)] string ProductVersion,
    [property: Key(4)] string PolicySet,
    [property: Key(5)] IReadOnlyList<PolicyReference> Policies,
    [property: Key(6)] Asks Asks,
    [property: Key(7)] bool AwaitsPolicy,
    [property: Key(8)] DateTimeOffset OpenedAt,
    [property: Key(9)] DateTimeOffset? Deadline,
    [property: Key(10)] int Builds,
    [property: Key(11)] int Subjects,
    [property: Key(12)] string? Trace,
    [property: Key(13)] DateTimeOffset? DefinitionTime,
    [property: Key(14)] EvidenceWindow Window,
    [property: Key(15)] IReadOnlyDictionary<string, OutcomeKind>? Kinds,
    [property: Key(16)] IReadOnlyList<string>? Mutable,
    [property: Key(17)] TimeSpan Grace,
    [property: Key(18)] bool WaitsForAll)
{
    /// <summary>What a plan makes of an update's gate.</summary>
    public static GateOpening Of(Plan plan, UpdateInForce update, string context, DateTimeOffset openedAt, string? trace) => new(
        update.Alias, context, update.Revision, update.ProductVersion, plan.Set.Hash, plan.Policies, plan.Asks, plan.AwaitsPolicy, openedAt,
        openedAt + plan.Timeout, update.Builds.Count, update.Subjects.Count, trace, update.Time, update.Window,
        plan.Set.Vocabulary.Added.Count > 0 ? plan.Set.Vocabulary.Added : null,
        plan.Set.Vocabulary.Mutable.Count > 0 ? plan.Set.Vocabulary.Mutable : null,
        plan.Set.DeadlineGrace, plan.WaitsForAll);

    /// <summary>The same opening under an edit that changes neither builds, subjects nor product version.</summary>
    public GateOpening With(UpdateInForce update) => this with { DefinitionTime = update.Time, Window = update.Window };

    /// <summary>The kinds of outcomes as this gate takes them.</summary>
    public Outcomes Outcomes() => Kinds is null ? Contracts.Outcomes.Standard : Contracts.Outcomes.With(Kinds);

    /// <summary>Whether evidence about this subject counts only for the update's present definition.</summary>
    public bool Changes(Subject subject) => subject.Type == Subject.Update || Mutable?.Contains(subject.Type) == true;

    /// <summary>How this gate reads what is known of a subject.</summary>
    public Lens LensOn(Subject subject) => new(Alias, Context, ProductVersion, Outcomes(), Changes(subject) ? Window : null, WaitsForAll);

    /// <summary>Whether its deadline has passed, and may be acted on (rule 10).</summary>
    /// <param name="recordedUntil">The watermark; null where it is not known.</param>
    public bool IsOverdue(DateTimeOffset at, DateTimeOffset? recordedUntil) =>
        Deadline is { } deadline && at > deadline && (recordedUntil >= deadline || at > deadline + Grace);
}
