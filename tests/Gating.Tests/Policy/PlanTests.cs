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

        Assert.That(plan.Parts.Select(p => (p.Subject.Id, p.Place, p.Requirements.Count)), Is.EquivalentTo(new[] { (Glibc, 0, 1), (Openjdk, 1, 0), ("C1", 2, 0), ("U1", -1, 1) }));
    }

    [Test]
    public void The_longest_timeout_holds_of_those_that_ask_something()
    {
        var plan = PlanOf("id: a\ntimeout: 2h\nchecks: [{ testcase: t }]\n---\nid: b\ntimeout: 90m\nchecks: [{ testcase: t }]\n---\n"
            + "id: c\nmatch: { packages: [kernel] }\ntimeout: 9h\nchecks: [{ testcase: t }]\n---\nid: d\ntimeout: 10h\nchecks: []");

        Assert.That(plan.Timeout, Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(plan.Policies.Select(p => p.Id), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Wait_for_holds_for_the_checks_of_its_own_policy()
    {
        var plan = PlanOf("id: a\nwait_for: essential\nchecks: [{ testcase: t }, { testcase: u, essential: false }]\n---\n"
            + "id: b\nchecks: [{ testcase: v, essential: false }]");

        Assert.That(
            plan.Parts[0].Requirements.Select(r => (r.Testcase, r.WaitedFor)), Is.EqualTo(new[] { ("t", true), ("u", false), ("v", true) }));
    }

    [TestCase("product_versions: [fedora-4]", Asks.NoPolicy)]
    [TestCase("product_versions: [epel-9, 'fedora-*']", Asks.Something)]
    [TestCase("decision_contexts: [push_testing]", Asks.NoPolicy)]
    [TestCase("decision_contexts: [push_testing, 'push_s?able']", Asks.Something)]
    [TestCase("packages: [kernel]", Asks.NoPolicy)]
    public void It_asks_by_product_version_context_and_package(string match, Asks asks)
    {
        var plan = PlanOf($"id: a\ntimeout: 1h\nmatch: {{ {match} }}\nchecks: [{{ testcase: t }}]");

        Assert.That(plan.Asks, Is.EqualTo(asks));
        Assert.That(plan.Timeout, Is.EqualTo(TimeSpan.FromHours(asks == Asks.Something ? 1 : 8)));
    }

    [Test]
    public void Nothing_is_asked_on_purpose_only_of_what_the_policy_is_for()
    {
        Assert.That(PlanOf("id: a\nchecks: []").Asks, Is.EqualTo(Asks.NothingOnPurpose));
        Assert.That(PlanOf("id: a\nmatch: { packages: [glibc] }\nchecks: []").Asks, Is.EqualTo(Asks.NothingOnPurpose));
        Assert.That(PlanOf("id: a\nmatch: { packages: [kernel] }\nchecks: []").Asks, Is.EqualTo(Asks.NoPolicy));
        Assert.That(PlanOf("id: a\nmatch: { exclude_packages: ['*'] }\nchecks: []").Asks, Is.EqualTo(Asks.NoPolicy));
    }

    [Test]
    public void A_check_for_a_type_asks_of_the_updates_subjects_of_it_and_packages_select_builds_alone()
    {
        Assert.That(Asked("id: a\nchecks: [{ testcase: t, subject: compose }]"), Is.EqualTo(new[] { "C1 t  " }));
        Assert.That(Asked("id: a\nmatch: { packages: [glibc] }\nchecks: [{ testcase: t, subject: compose }]"), Is.Empty);
    }

    [Test]
    public void A_check_can_leave_out_packages_and_hold_for_a_while()
    {
        Assert.That(Asked("id: a\nchecks: [{ testcase: t, not_packages: ['java-*'] }]"), Is.EqualTo(new[] { $"{Glibc} t  " }));
        Assert.That(Asked("id: a\nchecks: [{ testcase: t, valid_since: 2026-11-23T00:00:00Z }]"), Is.Empty);
        Assert.That(Asked("id: a\nchecks: [{ testcase: t, valid_until: 2026-11-22T10:00:00Z }]"), Is.Empty);
        Assert.That(Asked("id: a\nchecks: [{ testcase: t, valid_since: 2026-11-22T10:00:00Z }]", Glibc), Is.EqualTo(new[] { $"{Glibc} t  " }));
    }

    private static Plan PlanOf(string yaml, params string[] builds)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default with { NoPolicy = NoPolicy.Pass });
        Assert.That(errors, Is.Empty);
        var recorded = new UpdateRecorded
        {
            Alias = "U1",
            ProductVersion = "fedora-44",
            DecisionContexts = ["push_stable"],
            Builds = builds is [] ? [Glibc, Openjdk] : builds,
            Subjects = builds is [] ? [new Subject("compose", "C1")] : null,
            State = UpdateState.Open,
            Time = Log.Start,
        };
        return Plan.For(set!, UpdateInForce.After(null, recorded, Log.Start, null), "fedora-44", "push_stable", Log.Start);
    }

    private static IEnumerable<string> Asked(string yaml, params string[] builds) =>
        from part in PlanOf(yaml, builds).Parts
        from r in part.Requirements
        select $"{part.Subject.Id} {r.Testcase} {r.Scenario} {r.Arch}{(r.Essential ? "" : " (optional)")}";
}
