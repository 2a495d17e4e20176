using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>
/// Which evidence counts for an update (rule 9): all of its builds; of the update itself, and of mutable types, that of
/// what it is now.
/// </summary>
/// <param name="results">All that are on record.</param>
internal sealed class Evidence(Definition definition, PolicyDrafts words, IReadOnlyList<Placed> results, Trail trail)
{
    public bool Counts(Placed result)
    {
        if (!IsMutable(result.Subject))
        {
            return true;
        }

        if (result.Result.DefinitionTime is { } time && trail.Obeys(Bug.DefinitionTimeIsIgnored))
        {
            var isOnRecord = definition.OnRecord.Any(d => d.Time == time);
            var isOfNow = definition.Stretch.Any(d => d.Time == time);
            trail.Seen("9.definition_time_not_on_record", !isOnRecord);
            trail.Seen("9.definition_time_of_now", isOfNow);
            trail.Seen("9.definition_time_of_before_or_not_taken_up", isOnRecord && !isOfNow);
            var isOfOthers = definition.OnRecord.Any(d => d.Time == time
                && !definition.Stretch.Any(s => ReferenceEquals(s, d)));
            trail.Seen("9.definition_time_of_two", isOfNow && isOfOthers);
            var tells = isOnRecord && (isOfNow != isOfOthers || trail.Breaks(Bug.DefinitionTimeOfTwoCounts));
            if (tells || trail.Breaks(Bug.DefinitionTimeOffRecordVoids))
            {
                return isOfNow || (trail.Breaks(Bug.AnyDefinitionTimeOnRecordCounts) && isOnRecord);
            }
        }

        return IsOfNow(Begin(result));
    }

    public bool Counts(WaiverRecorded waiver, DateTimeOffset time) =>
        !IsMutable(waiver.Subject) || trail.Breaks(Bug.WaiversOfTheUpdateAlwaysCount) || IsOfNow(time);

    private bool IsMutable(Subject subject)
    {
        trail.Seen("9.mutable_type", words.IsMutable(subject.Type) && subject.Type != "bodhi_update");
        return words.IsMutable(subject.Type)
            && (subject.Type == "bodhi_update" || trail.Obeys(Bug.MutableTypesAreIgnored));
    }

    private bool IsOfNow(DateTimeOffset begin)
    {
        trail.Seen("9.evidence_from_before", begin < definition.Since);
        trail.Seen("9.evidence_from_the_very_second", begin == definition.Since);
        return definition.Since is not { } since || begin > since
            || (begin == since && trail.Obeys(Bug.TheVerySecondDoesNotCount))
            || trail.Breaks(Bug.AllEvidenceCounts);
    }

    // The run of a result begins with what named it first.
    private DateTimeOffset Begin(Placed result)
    {
        if (trail.Breaks(Bug.RunBeginsWithItsOwnTime))
        {
            return result.Time;
        }

        var same = results.Where(q => q.Subject == result.Subject && q.Testcase == result.Testcase
            && IsSamePlace(q, result)).ToList();
        var named = same.Where(q => q.IsRunning && q.Time <= result.Time && q.Result.RefUrl is not null
            && q.Result.RefUrl == result.Result.RefUrl).ToList();
        if (named.Count > 0 && trail.Obeys(Bug.RefUrlNamesNoRun))
        {
            trail.Seen("9.run_begins_with_its_ref_url", named.Min(q => q.Time) < result.Time);
            return trail.Breaks(Bug.RunBeginsWithTheNewestOfItsRefUrl)
                ? named.Max(q => q.Time) : named.Min(q => q.Time);
        }

        var queued = same.Where(q => q.Result.Outcome == "QUEUED" && q.Time < result.Time && MayBeSameRun(q, result)
            && IsOpenUntil(q, result, same)).ToList();
        if (queued.Count > 0 && trail.Obeys(Bug.QueuedWithoutRefUrlBeginsNothing))
        {
            trail.Seen("9.run_begins_with_queued");
            return queued.Max(q => q.Time);
        }

        trail.Seen("9.run_begins_with_its_own_time");
        return result.Time;
    }

    private bool IsSamePlace(Placed other, Placed result)
    {
        var isSame = other.Arch == result.Arch && other.Scenario == result.Scenario;
        var isSameOrNull = (other.Arch == result.Arch || other.Arch is null)
            && (other.Scenario == result.Scenario || other.Scenario is null);
        trail.Seen("9.queued_without_arch_or_scenario", other.IsRunning && isSameOrNull && !isSame);
        return trail.Breaks(Bug.RunBeginsAnywhere)
            || (trail.Breaks(Bug.RunBeginsWhereItIsNamed) ? isSame : isSameOrNull);
    }

    private bool MayBeSameRun(Placed queued, Placed result)
    {
        var isOtherRun = queued.Result.RefUrl is not null && result.Result.RefUrl is not null;
        trail.Seen("9.queued_of_another_ref_url", isOtherRun);
        return !isOtherRun || trail.Breaks(Bug.QueuedOfAnotherRefUrlBegins);
    }

    // No finished one came in between: that one was the end of what was queued.
    private bool IsOpenUntil(Placed queued, Placed result, List<Placed> same)
    {
        var isOver = same.Exists(f => f.IsFinished && f.Time > queued.Time && f.Time < result.Time);
        trail.Seen("9.queued_and_finished_before", isOver);
        return !isOver || trail.Breaks(Bug.FinishedBetweenIsIgnored);
    }
}
