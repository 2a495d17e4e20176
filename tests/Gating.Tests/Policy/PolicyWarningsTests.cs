using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>What is allowed, but looks like a mistake beside what has been seen.</summary>
public class PolicyWarningsTests
{
    private static readonly SeenWords Seen = new(
        Words("fedora-44"),
        Words("push_stable"),
        Words("glibc", "java-1.8.0-openjdk"),
        Words("compose"),
        new Dictionary<string, IReadOnlySet<string>> { ["dist.depcheck"] = Words("x86_64", "aarch64"), ["dist.rpmlint"] = Words("noarch") });

    [Test]
    public void A_policy_whose_words_have_all_been_seen_is_not_warned_of() =>
        Assert.That(
            Warnings(
                """
                id: a
                match: { product_versions: ["fedora-*"], decision_contexts: [push_stable], packages: [glibc, "java-*"], exclude_packages: ["*-openjdk"] }
                checks:
                  - { testcase: dist.depcheck, arches: [x86_64], not_packages: [glibc] }
                  - { testcase: dist.rpmlint }
                  - { testcase: dist.new }
                ---
                id: b
                checks: [{ testcase: t, subject: productmd-compose }, { testcase: u, subject: update }]
                """),
            Is.Empty);

    [TestCase("match: { product_versions: ['fedroa-*'] }", "policy 'a': product_versions 'fedroa-*' matches no update seen so far")]
    [TestCase("match: { decision_contexts: [push_sable] }", "policy 'a': decision_contexts 'push_sable' matches no update seen so far")]
    [TestCase("match: { packages: [glibcc] }", "policy 'a': packages 'glibcc' matches no build seen so far")]
    [TestCase("match: { packages: ['glibc-*'] }", "policy 'a': packages 'glibc-*' matches no build seen so far")]
    [TestCase("match: { exclude_packages: ['kernel?'] }", "policy 'a': exclude_packages 'kernel?' matches no build seen so far")]
    public void A_pattern_that_matches_nothing_seen_is_warned_of(string match, string warning) =>
        Assert.That(Warnings($"id: a\n{match}\nchecks: [{{ testcase: dist.rpmlint }}]"), Is.EqualTo(new[] { warning }));

    [TestCase("testcase: t, not_packages: [kernel]", "policy 'a': check 't': not_packages 'kernel' matches no build seen so far")]
    [TestCase("testcase: t, subject: composes", "policy 'a': check 't': subject 'composes' is a type that no update or result has had lately")]
    [TestCase("testcase: t, scenarios: ['uefi*']", "policy 'a': check 't': scenario 'uefi*' is taken to the letter: scenarios are no patterns")]
    [TestCase(
        "testcase: dist.depcheck",
        "policy 'a': check 'dist.depcheck': names no arches, and results came from several (aarch64, x86_64): it is settled with the first that reports, "
        + "so list the arches where all of them matter")]
    public void A_check_that_looks_like_a_mistake_is_warned_of(string check, string warning) =>
        Assert.That(Warnings($"id: a\nchecks: [{{ {check} }}]"), Is.EqualTo(new[] { warning }));

    [Test]
    public void A_check_for_other_subjects_under_a_policy_that_names_packages_is_warned_of() =>
        Assert.That(
            Warnings("id: a\nmatch: { packages: ['*'] }\nchecks: [{ testcase: t, subject: compose }]").Single(),
            Does.Contain("its policy names packages, so only builds and updates are asked"));

    [Test]
    public void Waiting_for_the_essential_where_nothing_is_essential_is_warned_of()
    {
        Assert.That(Warnings("id: a\nwait_for: essential\nchecks: [{ testcase: t, essential: false }]").Single(), Does.Contain("none of its checks is essential"));
        Assert.That(Warnings("id: a\nwait_for: essential\nchecks: []"), Is.Empty);
        Assert.That(Warnings("id: a\nwait_for: essential\nchecks: [{ testcase: t, essential: false }, { testcase: u }]"), Is.Empty);
    }

    [Test]
    public void Packages_that_are_not_known_are_not_compared() =>
        Assert.That(PolicyWarnings.Of(Read("id: a\nmatch: { packages: [x] }\nchecks: []"), Seen with { Packages = null }), Is.Empty);

    [Test]
    public void Comparing_has_an_end_however_many_patterns_there_are()
    {
        var packages = Enumerable.Range(0, 5_000).Select(i => new string('a', 200) + i).ToArray();
        var patterns = string.Join(", ", Enumerable.Range(0, 2_000).Select(i => $"'*a*a*a*a{i}b'"));

        Assert.That(
            PolicyWarnings.Of(Read($"id: a\nmatch: {{ packages: [{patterns}] }}\nchecks: []"), Seen with { Packages = Words(packages) })[^1],
            Does.Match("^[0-9]+ patterns were not compared with what has been seen: there are too many$"));
    }

    private static HashSet<string> Words(params string[] words) => [.. words];

    private static IReadOnlyList<string> Warnings(string yaml) => PolicyWarnings.Of(Read(yaml), Seen);

    private static PolicySet Read(string yaml)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("draft.yaml", yaml)], PolicySettings.Default);
        Assert.That(errors, Is.Empty);
        return set!;
    }
}
