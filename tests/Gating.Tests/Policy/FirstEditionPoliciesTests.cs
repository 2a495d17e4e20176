using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Sets that version 1.0 has put in the log are read as it read them. Hashes here are those that it gave.</summary>
public class FirstEditionPoliciesTests
{
    [Test]
    public void They_say_what_they_said_under_the_hash_that_they_had()
    {
        var set = From(
            """
            id: fedora-stable
            match: { product_versions: ["fedora-*"], decision_contexts: [push_stable], packages: ["*"], exclude_packages: [kernel] }
            timeout: 90m
            wait_for: essential
            checks:
              - { testcase: dist.depcheck, arches: [x86_64, i386], essential: false }
              - { testcase: update.start, subject: update, scenarios: [uefi] }
            """);

        Assert.That((set.Hash, set.NoPolicy, set.DefaultTimeout, set.DeadlineGrace), Is.EqualTo(("recorded", NoPolicy.Pass, TimeSpan.FromHours(8), TimeSpan.FromMinutes(30))));
        Assert.That(set.Vocabulary, Is.SameAs(Vocabulary.Default));
        Assert.That(set.Policies.Single().Hash, Is.EqualTo("sha256:7c59cb164c68360c4dd962b7910dfc09e610a582f1104c15577a685b14e3093c"));
        Assert.That(set.Policies.Single().Checks.Select(c => c.Subject), Is.EqualTo(new[] { Subject.Build, Subject.Update }));
    }

    [Test]
    public void A_policy_that_both_editions_understand_has_one_hash()
    {
        const string yaml = "id: a\nchecks: [{ testcase: t }]";

        Assert.That(From(yaml).Policies.Single().Hash, Is.EqualTo("sha256:aca69d953ae97bd19eb5d1f28c0c7283a2b063f4b206dd5327e2bc1dda1138dd"));
        Assert.That(PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default).Set!.Policies.Single().Hash, Is.EqualTo(From(yaml).Policies.Single().Hash));
    }

    [Test]
    public void What_is_refused_today_still_means_what_it_meant()
    {
        // A tagged key counted as left out, null was a text, and U+2028 ended a line.
        var set = From(
            "!!str id: x\nid: a\n!!str timeout: 1h\nwait_for: !!str essential\nmatch: { packages: [~, null] }\n"
            + "checks:\n  - { testcase: 'dist.*', !!str essential: false, arches: [null, x, x] } # x\u2028# y\n"
            + "---\n# nothing\n---\nid: b\nchecks: [{ testcase: t }]\n");

        Assert.That(
            set.Policies.Select(p => (p.Id, p.Hash)),
            Is.EqualTo(new[]
            {
                ("a", "sha256:7bd7184a8ae0690bb70e110df0c73c2bf15d7e570921ab4b966aa2ae78ba03f3"),
                ("b", "sha256:c91774c7b3c1ceeaa9548e9d695117f0a966a781764a060d2b64eaf29329d4c1"),
            }));
        Assert.That((set.Policies[0].Timeout, set.Policies[0].Checks[0].Essential), Is.EqualTo((TimeSpan.FromHours(8), true)));
    }

    [Test]
    public void A_set_without_a_policy_was_one() => Assert.That(From("# nothing yet\n").Policies, Is.Empty);

    [Test]
    public void A_file_named_vocabulary_was_a_file_of_policies() =>
        Assert.That(
            PolicySet.From(new PolicySetInForce("recorded", [new PolicyFile("vocabulary.yaml", "id: a\nchecks: [{ testcase: t }]")], "wait")).Policies.Single().Id,
            Is.EqualTo("a"));

    private static PolicySet From(string yaml) => PolicySet.From(new PolicySetInForce("recorded", [new PolicyFile("a.yaml", yaml)], "pass"));
}
