using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

public class PolicyReaderTests
{
    [Test]
    public void All_of_a_policy_is_read()
    {
        var policy = Read(
            """
            # a comment
            id: fedora-stable
            match: { product_versions: ["fedora-*"], decision_contexts: [push_stable], packages: ["*"], exclude_packages: [kernel] }
            timeout: 90m
            wait_for: essential
            checks:
              - { testcase: dist.depcheck, arches: [x86_64, i386], essential: false }
              - testcase: update.start
                subject: update
                scenarios: [fedora.updates-server.x86_64.64bit]
            """).Policies.Single();

        Assert.That((policy.Id, policy.Timeout, policy.WaitForAll), Is.EqualTo(("fedora-stable", TimeSpan.FromMinutes(90), false)));
        Assert.That(policy.Match.ExcludePackages, Is.EqualTo(new[] { "kernel" }));
        Assert.That(policy.Checks.Select(c => (c.Testcase, c.OfUpdate, c.Essential)), Is.EqualTo(new[] { ("dist.depcheck", false, false), ("update.start", true, true) }));
        Assert.That(policy.Checks[1].Scenarios, Is.EqualTo(new[] { "fedora.updates-server.x86_64.64bit" }));
    }

    [Test]
    public void What_is_left_out_has_its_default()
    {
        var policy = Read("id: a\nchecks: [{ testcase: t }]").Policies.Single();

        Assert.That((policy.Timeout, policy.WaitForAll), Is.EqualTo((TimeSpan.FromHours(8), true)));
        Assert.That(policy.Match, Is.EqualTo(new Match(null, null, null, null)));
        Assert.That(policy.Checks.Single(), Is.EqualTo(new Check("t", Subject.Build, null, null, true)));
    }

    [Test]
    public void A_file_may_hold_several_policies_or_none()
    {
        Assert.That(Read("id: a\nchecks: [{ testcase: t }]\n---\nid: b\nchecks: [{ testcase: t }]\n---\n").Policies.Select(p => p.Id), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Read("# nothing yet\n").Policies, Is.Empty);
        Assert.That(Read("").Policies, Is.Empty);
    }

    [TestCase("id: a\nchekcs: [{ testcase: t }]\nchecks: [{ testcase: t }]", 2, "unknown key 'chekcs' in a policy")]
    [TestCase("id: a\nmatch:\n  product_version: [f]\nchecks: [{ testcase: t }]", 3, "unknown key 'product_version' in match")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n    essentail: false", 4, "unknown key 'essentail' in a check")]
    [TestCase("id: a\nchecks: []", 2, "at least one check")]
    [TestCase("id: a\ntimeout: 1h", 1, "'checks' is missing")]
    [TestCase("checks: [{ testcase: t }]", 1, "'id' is missing")]
    [TestCase("id: a\nchecks:\n  - { arches: [x] }", 3, "'testcase' is missing")]
    [TestCase("id: a\ntimeout: 8 hours\nchecks: [{ testcase: t }]", 2, "expected a number and s, m, h or d")]
    [TestCase("id: a\ntimeout: 0s\nchecks: [{ testcase: t }]", 2, "not '0s'")]
    [TestCase("id: a\nwait_for: everything\nchecks: [{ testcase: t }]", 2, "expected all or essential")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, essential: yes }", 3, "expected true or false, not 'yes'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, subject: koji_build }", 3, "expected build or update")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: x86_64 }", 3, "expected a list of at least one arch")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [] }", 3, "expected a list of at least one arch")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: ['x86 64'] }", 3, "not 'x86 64'")]
    [TestCase("id: a\nchecks:\n  - { testcase: [t] }", 3, "expected text")]
    [TestCase("id: [a]\nchecks: [{ testcase: t }]", 1, "expected text")]
    [TestCase("id: a\nmatch: [push_stable]\nchecks: [{ testcase: t }]", 2, "expected match: a mapping")]
    [TestCase("id: a\nmatch: { packages: [] }\nchecks: [{ testcase: t }]", 2, "at least one pattern")]
    [TestCase("id: a\nchecks: { testcase: t }", 2, "at least one check")]
    [TestCase("- id: a", 1, "expected a policy: a mapping")]
    [TestCase("just text", 1, "expected a policy: a mapping")]
    [TestCase("id: a\n checks: [{ testcase: t }]", 2, "no valid YAML")]
    [TestCase("id: a\nchecks: &c [*c]", 2, "'*c' is an alias of nothing")]
    [TestCase("id: a\n? &k { ? *k : *k }\n: x", 2, "a key has to be text")]
    [TestCase("id: a\nchecks: [*nowhere]", 2, "'*nowhere' is an alias of nothing")]
    [TestCase("id: a\nid: b\nchecks: [{ testcase: t }]", 2, "no valid YAML")]
    [TestCase("id:\nchecks: [{ testcase: t }]", 1, "expected text")]
    [TestCase("id: a\nmatch:\nchecks: [{ testcase: t }]", 2, "expected match: a mapping")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: }", 3, "expected a list of at least one arch")]
    public void What_is_wrong_is_told_with_its_line(string yaml, int line, string message)
    {
        var errors = Errors(yaml);

        Assert.That(errors, Is.Not.Empty);
        Assert.That((errors[0].File, errors[0].Line), Is.EqualTo(("a.yaml", line)), errors[0].ToString());
        Assert.That(errors[0].Message, Does.Contain(message));
    }

    [Test]
    public void Everything_that_is_wrong_is_told_at_once() =>
        Assert.That(
            Errors("id: a\ntimeout: soon\nwaitfor: all\nchecks:\n  - { testcase: t, essential: maybe }\n  - { arches: [x] }").Select(e => e.Line).Order(),
            Is.EqualTo(new[] { 2, 3, 5, 6 }));

    [Test]
    public void An_alias_may_spare_repetition() =>
        Assert.That(Read("id: a\nchecks:\n  - { testcase: t, arches: &all [x, y] }\n  - { testcase: u, arches: *all }").Policies[0].Checks[1].Arches, Is.EqualTo(new[] { "x", "y" }));

    [Test]
    public void Deep_nesting_is_refused() => Assert.That(Errors($"id: a\nchecks: {new string('[', 100_000)}").Single().Message, Does.Contain("nested deeper"));

    [Test]
    public void An_id_stands_once_in_all_files()
    {
        const string policy = "id: a\nchecks: [{ testcase: t }]";
        var (set, errors) = PolicyReader.Read([new PolicyFile("b.yaml", policy), new PolicyFile("a.yaml", $"# first\n{policy}")], PolicySettings.Default with { NoPolicy = NoPolicy.Pass });

        Assert.That(set, Is.Null);
        Assert.That(errors.Select(e => e.ToString()), Is.EqualTo(new[] { "b.yaml:1: duplicate id 'a': it stands at a.yaml:2 already" }));
    }

    [Test]
    public void A_policys_hash_is_of_what_it_says_and_a_sets_of_its_text()
    {
        var (tidy, untidy, other) = (Read("id: a\nchecks: [{ testcase: t }]"), Read("checks:\n- testcase: t\nid: 'a' # same"), Read("id: a\nchecks: [{ testcase: u }]"));

        Assert.That(untidy.Policies[0].Hash, Is.EqualTo(tidy.Policies[0].Hash));
        Assert.That(other.Policies[0].Hash, Is.Not.EqualTo(tidy.Policies[0].Hash));
        Assert.That(untidy.Hash, Is.Not.EqualTo(tidy.Hash));
        Assert.That(tidy.Hash, Does.StartWith("sha256:"));
    }

    [TestCase(NoPolicy.Pass)]
    [TestCase(NoPolicy.Wait)]
    public void A_recorded_set_is_the_same_set(NoPolicy noPolicy)
    {
        var set = PolicyReader.Read([new PolicyFile("a.yaml", "id: a\nchecks: [{ testcase: t }]")], PolicySettings.Default with { NoPolicy = noPolicy }).Set!;

        var again = PolicySet.From(set.InForce());
        Assert.That((again.Hash, again.NoPolicy, again.Policies[0].Hash), Is.EqualTo((set.Hash, noPolicy, set.Policies[0].Hash)));
    }

    private static PolicySet Read(string yaml)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default with { NoPolicy = NoPolicy.Pass });
        Assert.That(errors, Is.Empty);
        return set!;
    }

    private static IReadOnlyList<PolicyError> Errors(string yaml)
    {
        var (set, errors) = PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default with { NoPolicy = NoPolicy.Pass });
        Assert.That(set, Is.Null);
        return errors;
    }
}
