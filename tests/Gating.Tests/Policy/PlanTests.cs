using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Section 4: what policies ask of an update.</summary>
public class PlanTests
{
    private const string Glibc = "glibc-2.42-7.fc44", Openjdk = "java-1.8.0-openjdk-1-2.fc44";

    [Test]
    public void A_check_is_its_builds_times_its_arches_times_its_scenarios() =>
        Assert.That(
            Asked("id: a\nchecks: [{ testcase: t, arches: [x, y], scenarios: [s, r] }]"),
            Is.EquivalentTo(from b in new[] { Glibc, Openjdk } from a in "xy" from s in "sr" select $"{b} t {s} {a}"));

    [Test]
    public void A_check_without_arches_and_one_with_are_two() =>
        Assert.That(Asked("id: a\nchecks: [{ testcase: t }, { testcase: t, arches: [x] }]", Glibc), Is.EqualTo(new[] { $"{Glibc} t  ", $"{Glibc} t  x" }));

    [Test]
    public void The_same_twice_is_one_and_essential_if_either_says_so() =>
        Assert.That(
            Asked("id: a\nchecks: [{ testcase: t, essential: false }, { testcase: u, essential: false }]\n---\nid: b\nchecks: [{ testcase: t }]", Glibc),
            Is.EqualTo(new[] { $"{Glibc} t  ", $"{Glibc} u   (optional)" }));

    [Test]
    public void A_policy_asks_of_the_packages_it_selects_only()
    {
        Assert.That(Asked("id: a\nmatch: { packages: ['java-*'] }\nchecks: [{ testcase: t }]"), Is.EqualTo(new[] { $"{Openjdk} t  " }));
        Assert.That(Asked("id: a\nmatch: { exclude_packages: [java-1.8.0-openjdk] }\nchecks: [{ testcase: t }]"), Is.EqualTo(new[] { $"{Glibc} t  " }));
        Assert.That(Asked("id: a\nmatch: { packages: ['*'], exclude_packages: ['*'] }\nchecks: [{ testcase: t }, { testcase: u, subject: update }]"), Is.Empty);
    }

    [Test]
    public void Every_build_has_a_part_even_where_nothing_is_asked_of_it()
    {
        var plan = PlanOf("id: a\nmatch: { packages: [glibc] }\nchecks: [{ testcase: t }, { testcase: u, subject: update }]");

        Assert.That(plan.Parts.Select(p => (p.Subject.Id, p.Place, p.Requirements.Count)), Is.EquivalentTo(new[] { (Glibc, 0, 1), (Openjdk, 1, 0), ("U1", -1, 1) }));
    }

    [Test]
    public void The_longest_timeout_holds_and_wait_for_all_beats_essential()
    {
        var plan = PlanOf("id: a\ntimeout: 2h\nwait_for: essential\nchecks: [{ testcase: t }]\n---\nid: b\ntimeout: 90m\nchecks: [{ testcase: t }]");

        Assert.That((plan.Timeout, plan.WaitForAll), Is.EqualTo((TimeSpan.FromHours(2), true)));
        Assert.That(plan.Policies.Select(p => p.Id), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void A_policy_that_selects_no_build_has_no_say_beside_one_that_does()
    {
        var plan = PlanOf("id: a\ntimeout: 1h\nwait_for: essential\nchecks: [{ testcase: t }]\n---\nid: b\nmatch: { packages: [kernel] }\ntimeout: 9h\nchecks: [{ testcase: t }]");

        Assert.That((plan.Timeout, plan.WaitForAll), Is.EqualTo((TimeSpan.FromHours(1), false)));
        Assert.That(plan.Policies.Select(p => p.Id), Is.EqualTo(new[] { "a" }));
    }

    [TestCase("product_versions: [fedora-4]", false)]
    [TestCase("product_versions: [epel-9, 'fedora-*']", true)]
    [TestCase("decision_contexts: [push_testing]", false)]
    [TestCase("decision_contexts: [push_testing, 'push_s?able']", true)]
    [TestCase("packages: [kernel]", true)]
    public void It_matches_by_product_version_and_context(string match, bool matches)
    {
        var plan = PlanOf($"id: a\nmatch: {{ {match} }}\nchecks: [{{ testcase: t }}]");

        Assert.That(plan.Matched, Is.EqualTo(matches));
        Assert.That(plan.Timeout, Is.EqualTo(matches ? TimeSpan.FromHours(8) : null));
    }

    private static Plan PlanOf(string yaml, params string[] builds)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default with { NoPolicy = NoPolicy.Pass });
        Assert.That(errors, Is.Empty);
        return Plan.For(set!, "U1", "fedora-44", "push_stable", builds is [] ? [Glibc, Openjdk] : builds);
    }

    private static IEnumerable<string> Asked(string yaml, params string[] builds) =>
        from part in PlanOf(yaml, builds).Parts
        from r in part.Requirements
        select $"{part.Subject.Id} {r.Testcase} {r.Scenario} {r.Arch}{(r.Essential ? "" : " (optional)")}";
}
