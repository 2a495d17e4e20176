using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What a policy set asks of one revision of an update before one gate.</summary>
/// <param name="Matched">False where no policy matches by product version and context.</param>
/// <param name="Timeout">The longest of the policies'; null where none matches.</param>
/// <param name="Parts">One for each build that something is asked of or not, in order, and one for the update itself if something is asked of it.</param>
public sealed record Plan(
    string PolicySet,
    NoPolicy NoPolicy,
    bool Matched,
    IReadOnlyList<PolicyReference> Policies,
    TimeSpan? Timeout,
    bool WaitForAll,
    IReadOnlyList<PlanPart> Parts)
{
    /// <summary>
    /// Expands the policies over an update. All matching policies add up: a requirement asked twice is one, essential if either says so; the
    /// longest timeout holds; waiting for all beats waiting for the essential ones.
    /// </summary>
    public static Plan For(PolicySet set, string alias, string productVersion, string context, IReadOnlyList<string> builds)
    {
        var covering = set.Policies.Where(p => p.Match.Covers(productVersion, context)).ToList();
        var packages = builds.Select(Nvr.PackageOf).ToList();
        var applying = covering.Where(p => p.Match.SelectsAll || packages.Any(p.Match.Selects)).ToList();

        // A policy whose packages leave no build still says who was asked, and how long, when nobody else was.
        var speaking = applying.Count > 0 ? applying : covering;
        var parts = builds.Zip(packages, (build, package) => (Build: build, Package: package))
            .Select((b, place) => new PlanPart(Subject.OfBuild(b.Build), place, Requirements(applying.Where(p => p.Match.Selects(b.Package)), ofUpdate: false)))
            .Append(new PlanPart(Subject.OfUpdate(alias), -1, Requirements(applying, ofUpdate: true)))
            .Where(part => part.Place >= 0 || part.Requirements.Count > 0);
        return new Plan(
            set.Hash,
            set.NoPolicy,
            covering.Count > 0,
            [.. speaking.Select(p => new PolicyReference(p.Id, p.Hash))],
            covering.Count > 0 ? speaking.Max(p => p.Timeout) : null,
            speaking.Count == 0 || speaking.Any(p => p.WaitForAll),
            [.. parts]);
    }

    private static List<Requirement> Requirements(IEnumerable<Policy> policies, bool ofUpdate) =>
        [.. policies.SelectMany(p => p.Checks)
            .Where(c => c.OfUpdate == ofUpdate)
            .SelectMany(Requirement.Of)
            .GroupBy(r => r with { Essential = false })
            .Select(same => same.Key with { Essential = same.Any(r => r.Essential) })];
}

/// <summary>What is asked of one build, or of the update itself (place -1).</summary>
public sealed record PlanPart(Subject Subject, int Place, IReadOnlyList<Requirement> Requirements);

/// <summary>One thing asked of one subject.</summary>
/// <param name="Scenario">Null accepts any, none included; likewise <paramref name="Arch"/>.</param>
public sealed record Requirement(string Testcase, string? Scenario, string? Arch, bool Essential)
{
    /// <summary>A check's arches times its scenarios.</summary>
    public static IEnumerable<Requirement> Of(Check check) =>
        from arch in check.Arches ?? [null!]
        from scenario in check.Scenarios ?? [null!]
        select new Requirement(check.Testcase, scenario, arch, check.Essential);
}
