using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>One thing asked of one subject. Without arch or scenario it accepts any.</summary>
/// <param name="WaitedFor">It is essential, or a policy that asks it says <c>wait_for: all</c>.</param>
/// <param name="Newest">Its cells are read as one.</param>
internal sealed record Asked(Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential,
    bool WaitedFor, bool Newest)
{
    /// <summary>What makes two of them the same requirement.</summary>
    public (Subject, string, string?, string?) Name => (Subject, Testcase, Scenario, Arch);

    /// <summary>Whether results of this scenario and arch answer it.</summary>
    public bool Takes(string? scenario, string? arch) => (Scenario is null || Scenario == scenario)
        && (Arch is null || Arch == arch);

    /// <summary>As strict as both.</summary>
    public Asked And(Asked other) => this with
    {
        Essential = Essential || other.Essential,
        WaitedFor = WaitedFor || other.WaitedFor,
        Newest = Newest && other.Newest,
    };
}

/// <summary>Section 4: what a policy set asks of an update before one gate.</summary>
/// <param name="OnPurpose">Nothing is asked, and a policy says so on purpose.</param>
/// <param name="Policies">Those that ask something; where none does, those that ask nothing on purpose.</param>
/// <param name="Timeout">The longest of theirs; null where nobody says.</param>
internal sealed record Requirements(IReadOnlyList<Asked> Asked, bool OnPurpose, IReadOnlyList<string> Policies,
    TimeSpan? Timeout)
{
    public static Requirements Of(
        PolicyDrafts set, string alias, string context, Definition definition, DateTimeOffset openedAt, Trail trail)
    {
        var matching = set.Policies.Where(p => Any(p.ProductVersions, definition.ProductVersion)
            && Any(p.Contexts, context)).ToList();
        var asking = matching
            .Select(p => (Policy: p, Asked: AskedBy(p, alias, definition, openedAt, trail)))
            .Where(p => p.Asked.Count > 0)
            .ToList();
        if (asking.Count > 0)
        {
            var waitsForAll = asking.Exists(p => p.Policy.WaitForAll);
            trail.Seen("4.wait_for_holds_for_its_own_policy", waitsForAll && asking.Exists(p => !p.Policy.WaitForAll));
            var asked = asking.SelectMany(p => p.Asked).GroupBy(a => a.Name).Select(same => Once([.. same], trail))
                .Select(a => waitsForAll && trail.Breaks(Bug.WaitForAllOfOneHoldsForAll)
                ? a with { WaitedFor = true } : a);
            var timeouts = asking.Select(p => p.Policy.Timeout).ToList();
            trail.Seen("4.longest_timeout", timeouts.Distinct().Count() > 1);
            return new Requirements([.. asked], false, [.. asking.Select(p => p.Policy.Id)],
                trail.Breaks(Bug.ShortestTimeout) ? timeouts.Min() : timeouts.Max());
        }

        // Rule 7: `checks: []` counts only if it selects one of the builds or has no packages.
        var empty = matching.Where(p => p.Checks.Length == 0).ToList();
        var onPurpose = empty.Where(p => IsFor(p, definition) || trail.Breaks(Bug.EmptyChecksOfOtherPackages)).ToList();
        trail.Seen("7.checks_of_other_packages", empty.Count > onPurpose.Count);
        trail.Seen("7.nothing_on_purpose", onPurpose.Count > 0);
        trail.Seen("7.matches_and_asks_nothing", matching.Count > 0 && onPurpose.Count == 0);
        var isOnPurpose = onPurpose.Count > 0 || (trail.Breaks(Bug.MatchingIsAskingOnPurpose) && matching.Count > 0);
        var timeout = onPurpose.Count > 0 ? onPurpose.Max(p => p.Timeout) : (TimeSpan?)null;
        return new Requirements([], isOnPurpose, [.. onPurpose.Select(p => p.Id)], timeout);
    }

    // The same requirement twice is one, essential if either says so; waited for likewise, and newest only if all say
    // so.
    private static Asked Once(List<Asked> same, Trail trail)
    {
        trail.Seen("4.same_requirement_is_essential_if_either_says_so", same.Select(a => a.Essential)
            .Distinct().Count() > 1);
        trail.Seen("4.same_requirement_is_worst_if_either_says_so", same.Select(a => a.Newest).Distinct().Count() > 1);
        var one = same.Aggregate((a, b) => a.And(b));
        return trail.Breaks(Bug.EssentialOnlyIfAllSaySo) ? one with { Essential = same.TrueForAll(a => a.Essential) }
            : trail.Breaks(Bug.NewestIfEitherSaysSo) ? one with { Newest = same.Exists(a => a.Newest) }
            : one;
    }

    private static List<Asked> AskedBy(PolicyDraft policy, string alias, Definition definition, DateTimeOffset openedAt,
        Trail trail)
    {
        var asked = from check in policy.Checks
                    where IsValid(check, openedAt, trail)
                    from subject in SubjectsOf(policy, check, alias, definition, trail)
                    from arch in check.Arches ?? [null!]
                    from scenario in check.Scenarios ?? [null!]
                    let waitedFor = check.Essential || (policy.WaitForAll && trail.Obeys(Bug.WaitForAllIsIgnored))
                    select new Asked(
                        subject, check.Testcase, scenario, arch, check.Essential, waitedFor, check.Newest
                            && trail.Obeys(Bug.AnyNewestIsIgnored));
        return [.. asked];
    }

    // By when the gate opened.
    private static bool IsValid(CheckDraft check, DateTimeOffset openedAt, Trail trail)
    {
        trail.Seen("4.valid_since", openedAt < check.ValidSince);
        trail.Seen("4.valid_until", openedAt >= check.ValidUntil);
        return trail.Breaks(Bug.ValidityIsIgnored)
            || ((check.ValidSince is null || openedAt >= check.ValidSince)
            && (check.ValidUntil is null || openedAt < check.ValidUntil));
    }

    private static IEnumerable<Subject> SubjectsOf(PolicyDraft policy, CheckDraft check, string alias,
        Definition definition, Trail trail)
    {
        switch (Words.TypeOf(check.OfType ?? (check.OfUpdate ? "update" : "build")))
        {
            case "bodhi_update":
                return IsFor(policy, definition) ? [new Subject("bodhi_update", alias)] : [];

            case "koji_build":
                var selected = definition.Builds.Where(b => Selects(policy, b)).ToList();
                var kept = selected.Where(b => check.NotPackages is null || !Any(check.NotPackages, NameOf(b))
                    || trail.Breaks(Bug.NotPackagesIsIgnored));
                trail.Seen("4.not_packages", check.NotPackages is not null
                    && selected.Exists(b => Any(check.NotPackages, NameOf(b))));
                return kept.Select(b => new Subject("koji_build", b));

            case var type:
                var ofType = definition.Subjects.Where(s => s.Type == type).ToList();
                trail.Seen("4.check_for_a_type", IsForAll(policy) && ofType.Count > 0);
                trail.Seen("4.packages_ask_nothing_of_other_subjects", !IsForAll(policy) && ofType.Count > 0);
                return trail.Obeys(Bug.OtherSubjectsAreNotAsked)
                    && (IsForAll(policy) || trail.Breaks(Bug.PackagesAskOfOtherSubjects)) ? ofType : [];
        }
    }

    private static bool IsForAll(PolicyDraft policy) => policy.Packages is null && policy.Excluded is null;

    private static bool IsFor(PolicyDraft policy, Definition definition) => IsForAll(policy)
        || definition.Builds.Any(b => Selects(policy, b));

    private static bool Selects(PolicyDraft policy, string build) =>
        Any(policy.Packages, NameOf(build)) && (policy.Excluded is null || !Any(policy.Excluded, NameOf(build)));

    private static string NameOf(string build) => string.Join('-', build.Split('-')[..^2]);

    // The drafts of the tests have a star at the end only, or alone.
    private static bool Any(string[]? patterns, string text) =>
        patterns is null
            || patterns.Any(p => p == text || (p.EndsWith('*') && text.StartsWith(p[..^1], StringComparison.Ordinal)));
}
