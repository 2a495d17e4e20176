using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>Whether policies ask something of an update before a gate (rule 7).</summary>
public enum Asks
{
    /// <summary>At least one requirement.</summary>
    Something,

    /// <summary>Nothing, and a policy says so on purpose.</summary>
    NothingOnPurpose,

    /// <summary>Nothing, since no policy matches, or those that match are for other builds and subjects.</summary>
    NoPolicy,
}

/// <summary>What a policy set asks of one opening of a gate.</summary>
/// <param name="Policies">Those that ask something; where none does, those that ask nothing on purpose.</param>
/// <param name="Timeout">The longest of theirs; the set's default where there are none.</param>
/// <param name="Parts">
/// One for each build, in order, then one for each other subject, whether something is asked of it or not, and one for the update itself if something is.
/// </param>
public sealed record Plan(PolicySet Set, Asks Asks, IReadOnlyList<PolicyReference> Policies, TimeSpan Timeout, IReadOnlyList<PlanPart> Parts)
{
    /// <summary>Nothing is essential: then the gate waits for all, or it would be complete before anything was heard (rule 5).</summary>
    public bool WaitsForAll => !Parts.Any(p => p.Requirements.Any(r => r.Essential));

    /// <summary>Whether the gate waits for a policy.</summary>
    public bool AwaitsPolicy => Asks == Asks.NoPolicy && Set.NoPolicy == NoPolicy.Wait;

    /// <summary>
    /// Expands the policies over an update. All matching policies add up: a requirement asked twice is one, essential if either says so, waited for
    /// if either says so; the longest timeout holds.
    /// </summary>
    /// <param name="openedAt">When the gate opened, for checks that have a beginning or an end.</param>
    public static Plan For(PolicySet set, UpdateInForce update, string productVersion, string context, DateTimeOffset openedAt)
    {
        var covering = set.Policies.Where(p => p.Match.Covers(productVersion, context)).ToList();
        var packages = update.Builds.Select(Nvr.PackageOf).ToList();
        var applying = covering.FindAll(p => p.Match.SelectsAll || packages.Exists(p.Match.Selects));
        var subjects = new[]
        {
            update.Builds.Zip(packages, (build, package) => (Subject: Subject.OfBuild(build), Package: (string?)package)),
            update.Subjects.Select(subject => (Subject: subject, Package: (string?)null)),
        }.SelectMany(s => s).Select((s, place) => (s.Subject, s.Package, Place: place)).Append((Subject.OfUpdate(update.Alias), null, -1));

        var speaking = new HashSet<Policy>(ReferenceEqualityComparer.Instance);
        var parts = new List<PlanPart>();
        foreach (var (subject, package, place) in subjects)
        {
            var asked = Asked(applying, subject, package, openedAt).ToList();
            speaking.UnionWith(asked.Select(a => a.By));
            if (place >= 0 || asked.Count > 0)
            {
                parts.Add(new PlanPart(subject, place, Once(asked.Select(a => a.Requirement))));
            }
        }

        var asks = speaking.Count > 0 ? Asks.Something
            : applying.Exists(p => p.AsksNothing) ? Asks.NothingOnPurpose
            : Asks.NoPolicy;
        var naming = asks switch
        {
            Asks.Something => applying.FindAll(speaking.Contains),
            Asks.NothingOnPurpose => applying.FindAll(p => p.AsksNothing),
            _ => [],
        };
        return new Plan(
            set,
            asks,
            [.. naming.Select(p => new PolicyReference(p.Id, p.Hash))],
            naming.Count > 0 ? naming.Max(p => p.Timeout) : set.DefaultTimeout,
            parts);
    }

    private static IEnumerable<(Policy By, Requirement Requirement)> Asked(
        List<Policy> policies, Subject subject, string? package, DateTimeOffset openedAt) =>
        from policy in policies
        // Packages select builds: a policy that names some is for those, and the update that holds them, alone.
        where package is not null ? policy.Match.Selects(package) : subject.Type == Subject.Update || policy.Match.SelectsAll
        from check in policy.Checks
        where check.Subject == subject.Type
            && (check.NotPackages is null || package is null || !Pattern.AnyMatches(check.NotPackages, package))
            && (check.ValidSince is not { } since || openedAt >= since)
            && (check.ValidUntil is not { } until || openedAt < until)
        from requirement in Requirement.Of(check, policy.WaitForAll)
        select (policy, requirement);

    private static List<Requirement> Once(IEnumerable<Requirement> asked) =>
        [.. asked.GroupBy(r => (r.Testcase, r.Scenario, r.Arch)).Select(same => same.First() with
        {
            Essential = same.Any(r => r.Essential),
            WaitedFor = same.Any(r => r.WaitedFor),
            AnyNewest = same.All(r => r.AnyNewest),
        })];
}

/// <summary>What is asked of one build, of another subject, or of the update itself (place -1).</summary>
public sealed record PlanPart(Subject Subject, int Place, IReadOnlyList<Requirement> Requirements);

/// <summary>One thing asked of one subject.</summary>
/// <param name="Scenario">Null accepts any, none included; likewise <paramref name="Arch"/>.</param>
/// <param name="WaitedFor">It is essential, or its policy says <c>wait_for: all</c>.</param>
/// <param name="AnyNewest">Its cells are read as one.</param>
public sealed record Requirement(string Testcase, string? Scenario, string? Arch, bool Essential, bool WaitedFor, bool AnyNewest)
{
    /// <summary>A check's arches times its scenarios.</summary>
    public static IEnumerable<Requirement> Of(Check check, bool waitForAll) =>
        from arch in check.Arches ?? [null!]
        from scenario in check.Scenarios ?? [null!]
        select new Requirement(
            check.Testcase, scenario, arch, check.Essential, check.Essential || waitForAll, check.AnyNewest);
}
