using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>A waiver with when it counts from: its time, or arrival where that lies ahead.</summary>
internal sealed record Given(long Position, DateTimeOffset Time, WaiverRecorded Waiver);

/// <summary>Rule 14, read off the whole history, for one gate.</summary>
internal sealed class Waivers(
    IReadOnlyList<Entry> entries, string alias, string context, string productVersion,
    Func<WaiverRecorded, DateTimeOffset, bool> counts, Trail trail)
{
    /// <summary>The waivers that stand before this gate for a subject and testcase, the newest first.</summary>
    public IReadOnlyList<Given> For(Subject subject, string testcase) => [.. entries
        .Where(e => e.What is WaiverRecorded w && w.Subject == subject && w.Testcase == testcase)
        .Select(Placed)
        .Where(g => counts(g.Waiver, g.Time))
        .GroupBy(g => WhatItNames(g.Waiver))
        .Select(Newest)
        .Where(g => g.Waiver.Waived && !IsExpired(g) && Matches(g.Waiver))
        .OrderByDescending(g => g.Time).ThenByDescending(g => g.Position)];

    /// <summary>
    /// Whether it covers the whole requirement: it names no arch or scenario that the requirement does not name.
    /// </summary>
    public static bool CoversAllOf(WaiverRecorded waiver, Asked asked) =>
        (waiver.Scenario is null || waiver.Scenario == asked.Scenario)
            && (waiver.Arch is null || waiver.Arch == asked.Arch);

    /// <summary>Whether it covers this cell.</summary>
    public static bool Covers(WaiverRecorded waiver, Placed cell) =>
        (waiver.Scenario is null || waiver.Scenario == cell.Scenario)
            && (waiver.Arch is null || waiver.Arch == cell.Arch);

    private Given Placed(Entry entry)
    {
        var waiver = (WaiverRecorded)entry.What;
        trail.Seen("14.time_ahead_is_arrival", waiver.Time > entry.At);
        return new Given(entry.Position, trail.Breaks(Bug.WaiverAheadIsKept) ? waiver.Time : entry.Counted(waiver.Time),
            waiver);
    }

    private (string?, string?, string?, string?, string?) WhatItNames(WaiverRecorded w) =>
        trail.Breaks(Bug.WithdrawalNeedsNoContextOrUpdate)
        ? (w.Scenario, w.Arch, w.ProductVersion, null, null)
        : trail.Breaks(Bug.WithdrawalNeedsNoCell)
            ? (null, null, w.ProductVersion, w.DecisionContext, w.Update)
            : (w.Scenario, w.Arch, w.ProductVersion, w.DecisionContext, w.Update);

    private Given Newest(IEnumerable<Given> same)
    {
        var all = same.ToList();
        var newest = all.OrderByDescending(g => g.Time).ThenByDescending(g => g.Position).First();
        trail.Seen("14.withdrawn", !newest.Waiver.Waived && all.Exists(g => g.Waiver.Waived));
        trail.Seen("14.given_again", newest.Waiver.Waived && all.Exists(g => !g.Waiver.Waived));
        trail.Seen("14.of_equal_time_the_later", all.Count(g => g.Time == newest.Time) > 1);
        trail.Seen("14.older_withdrawal_recorded_later", all[^1] != newest && newest.Waiver.Waived);
        return trail.Breaks(Bug.LaterRecordedWaiverCounts) ? all.MaxBy(g => g.Position)!
            : trail.Breaks(Bug.WithdrawalIsIgnored) ? all.Find(g => g.Waiver.Waived) ?? newest
            : trail.Breaks(Bug.ExpiredRevivesAnOlder)
            ? all.Where(g => !IsExpired(g)).OrderByDescending(g => g.Time).FirstOrDefault() ?? newest
            : newest;
    }

    // Its passing is an event; one that had expired when it was recorded never matches.
    private bool IsExpired(Given given)
    {
        var isNoted = entries.Any(e => e.What is WaiverExpired expired && expired.Id == given.Waiver.Id);
        var wasOver = entries.Any(e => e.Position == given.Position && given.Waiver.Expires <= e.At);
        trail.Seen("14.expired", isNoted);
        trail.Seen("14.expired_when_recorded", wasOver);
        return (isNoted && trail.Obeys(Bug.ExpiredStillMatches))
            || (wasOver && trail.Obeys(Bug.ExpiredWhenRecordedMatches));
    }

    private bool Matches(WaiverRecorded w)
    {
        trail.Seen("14.of_another_product_version", w.ProductVersion is not null && w.ProductVersion != productVersion);
        trail.Seen("14.of_another_context", w.DecisionContext is not null && w.DecisionContext != context);
        trail.Seen("14.of_another_update", w.Update is not null && w.Update != alias);
        return (w.ProductVersion is null || w.ProductVersion == productVersion
            || trail.Breaks(Bug.WaiverOfAnyProductVersion))
            && (w.DecisionContext is null || w.DecisionContext == context || trail.Breaks(Bug.WaiverOfAnyContext))
            && (w.Update is null || w.Update == alias || trail.Breaks(Bug.WaiverOfAnyUpdate));
    }
}
