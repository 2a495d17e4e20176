namespace Gatehouse.Oracle;

/// <summary>What a gate was last planned by.</summary>
/// <param name="Set">The policy set that it has.</param>
/// <param name="Words">The set whose kinds of outcomes and mutable types hold for it.</param>
/// <param name="Kept">What a newer set no longer asks as strictly, of a gate that had failed.</param>
/// <param name="KeepsWaiting">
/// It failed for want of a policy, and a set that would let it pass was not released.
/// </param>
internal sealed record Plan(
    PolicyDrafts Set, PolicyDrafts Words, Requirements Requirements, IReadOnlyList<Asked> Kept, bool KeepsWaiting,
    DateTimeOffset Deadline)
{
    public IReadOnlyList<Asked> Asked =>
        [.. Requirements.Asked.Concat(Kept).GroupBy(a => a.Name).Select(same => same.Aggregate((a, b) => a.And(b)))];

    /// <summary>
    /// Rule 7: nobody asks anything, nor says on purpose that nothing is needed, and such updates wait.
    /// </summary>
    public bool AwaitsPolicy => Asked.Count == 0 && !Requirements.OnPurpose && (Set.Wait || KeepsWaiting);

    /// <summary>Rule 5: a gate without an essential requirement waits for all.</summary>
    public bool WaitsFor(Asked asked, Trail trail) =>
        asked.WaitedFor
            || (trail.Seen("5.no_essential_waits_for_all", !Requirements.Asked.Any(a => a.Essential))
            && trail.Obeys(Bug.NoEssentialWaitsForNothing));
}

/// <summary>How gates come by their plans (rules 7, 8 and 10).</summary>
internal sealed class Planning(Trail trail)
{
    private static readonly TimeSpan Fair = TimeSpan.FromMinutes(10);

    public Plan Opened(PolicyDrafts set, Requirements requirements, DateTimeOffset openedAt) =>
        new(set, set, requirements, [], false, openedAt + (requirements.Timeout ?? set.DefaultTimeout));

    /// <summary>
    /// Of a gate that waits. A set that asks less and was not released leaves it wholly on the set it has.
    /// </summary>
    public Plan Waiting(Plan before, PolicyDrafts set, Requirements requirements, DateTimeOffset openedAt,
        DateTimeOffset at)
    {
        if (AsksLess(before, set, requirements) && trail.Obeys(Bug.BrakeIsForgotten))
        {
            trail.Seen("7.brake_by_a_set_that_was_not_released", !set.Released);
            trail.Seen("7.released_set_asks_less", set.Released);
            if (!set.Released || trail.Breaks(Bug.ReleasedSetIsBraked))
            {
                return before;
            }
        }

        var planned = Opened(set, requirements, openedAt);
        return planned with { Deadline = DeadlineOf(before.Deadline, planned.Deadline, at) };
    }

    /// <summary>
    /// Of a gate that has failed: it keeps each unsatisfied requirement that the set takes away, unless the set was
    /// released.
    /// </summary>
    public Plan Failed(Plan before, PolicyDrafts set, Requirements requirements, IReadOnlyList<Asked> unsatisfied)
    {
        var planned = new Plan(set, set, requirements, [], false, before.Deadline);
        var lost = unsatisfied.Where(a => IsLess(requirements.Asked.FirstOrDefault(n => n.Name == a.Name), a)).ToList();
        trail.Seen("8.failed_gate_keeps_what_is_unsatisfied", lost.Count > 0 && !set.Released);
        trail.Seen("8.released_set_takes_it_away", lost.Count > 0 && set.Released);
        if (set.Released && trail.Obeys(Bug.ReleasedSetKeepsUnsatisfied))
        {
            return planned;
        }

        var keepsWords = trail.Seen("8.failed_gate_keeps_its_kinds",
            Oracle.Words.AsksLess(set, before.Words, before.Asked))
            && trail.Obeys(Bug.FailedGatePassesByAnotherKind);
        var keepsWaiting = trail.Seen("8.failed_gate_goes_on_without_a_policy", before.AwaitsPolicy && !set.Wait);
        return planned with
        {
            Kept = trail.Breaks(Bug.FailedGateDropsUnsatisfied) ? [] : lost,
            Words = keepsWords ? before.Words : set,
            KeepsWaiting = keepsWaiting,
        };
    }

    private bool AsksLess(Plan before, PolicyDrafts set, Requirements requirements)
    {
        var isLess = before.Asked.Any(a => IsLess(requirements.Asked.FirstOrDefault(n => n.Name == a.Name), a));
        var isOtherKind = trail.Seen("7.brake_for_a_kind", Oracle.Words.AsksLess(set, before.Words, before.Asked));
        var passesNow = trail.Seen(
            "7.brake_for_no_policy", before.AwaitsPolicy && requirements.Asked.Count == 0 && !requirements.OnPurpose
                && !set.Wait);
        return isLess || (isOtherKind && trail.Obeys(Bug.BrakeDoesNotSeeKinds))
            || (passesNow && trail.Obeys(Bug.BrakeDoesNotSeeNoPolicy));
    }

    private bool IsLess(Asked? now, Asked before) => now is null
        ? trail.Seen("7.brake_for_a_requirement_gone", true) && trail.Obeys(Bug.BrakeDoesNotSeeWhatIsGone)
        : (trail.Seen("7.brake_for_essential", before.Essential && !now.Essential)
        && trail.Obeys(Bug.BrakeDoesNotSeeEssential))
        || (trail.Seen("7.brake_for_wait_for", before.WaitedFor && !now.WaitedFor)
        && trail.Obeys(Bug.BrakeDoesNotSeeWaitFor))
        || (trail.Seen("7.brake_for_newest", !before.Newest && now.Newest) && trail.Obeys(Bug.BrakeDoesNotSeeNewest));

    // Rule 10: a timeout that got shorter leaves ten minutes; a deadline that has passed and stands still stays what it
    // was.
    private DateTimeOffset DeadlineOf(DateTimeOffset before, DateTimeOffset planned, DateTimeOffset at)
    {
        if (trail.Seen("10.standing_deadline_stays", before < at) && trail.Obeys(Bug.StandingDeadlineIsMoved))
        {
            return before;
        }

        if (planned >= before)
        {
            trail.Seen("10.longer_timeout", planned > before);
            return planned;
        }

        var fair = trail.Seen("10.shorter_timeout_leaves_ten_minutes", planned < at + Fair)
            && trail.Obeys(Bug.ShorterTimeoutHoldsAtOnce) ? at + Fair : planned;
        return trail.Seen("10.shorter_timeout_is_never_later", fair > before) && trail.Obeys(Bug.ShorterTimeoutIsLater)
            ? before : fair;
    }
}
