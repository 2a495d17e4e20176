using System.Text.Json;
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
              - { testcase: dist.depcheck, arches: [x86_64, i386], essential: false, any: newest, not_packages: ["*-debug"] }
              - testcase: update.start
                subject: update
                scenarios: [fedora.updates-server.x86_64.64bit]
                valid_since: 2026-11-22T10:15:00.25+01:00
                valid_until: "2027-01-01T00:00:00Z"
              - { testcase: compose.boot, subject: productmd-compose, any: worst }
            """).Policies.Single();

        Assert.That((policy.Id, policy.Timeout, policy.WaitForAll), Is.EqualTo(("fedora-stable", TimeSpan.FromMinutes(90), false)));
        Assert.That(policy.Match.ExcludePackages, Is.EqualTo(new[] { "kernel" }));
        Assert.That(
            policy.Checks.Select(c => (c.Testcase, c.Subject, c.Essential, c.AnyNewest)),
            Is.EqualTo(new[]
            {
                ("dist.depcheck", Subject.Build, false, true), ("update.start", Subject.Update, true, false), ("compose.boot", "compose", true, false),
            }));
        Assert.That(policy.Checks[0].NotPackages, Is.EqualTo(new[] { "*-debug" }));
        Assert.That(policy.Checks[1].Scenarios, Is.EqualTo(new[] { "fedora.updates-server.x86_64.64bit" }));
        Assert.That(
            (policy.Checks[1].ValidSince, policy.Checks[1].ValidUntil),
            Is.EqualTo((new DateTimeOffset(2026, 11, 22, 9, 15, 0, 250, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))));
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
    public void A_policy_that_names_no_timeout_has_that_of_the_settings()
    {
        var settings = PolicySettings.Default with { DefaultTimeout = TimeSpan.FromHours(3) };
        var set = PolicyReader.Read([new PolicyFile("a.yaml", "id: a\nchecks: []\n---\nid: b\ntimeout: 8h\nchecks: []")], settings).Set!;

        Assert.That(set.Policies.Select(p => p.Timeout.TotalHours), Is.EqualTo(new[] { 3.0, 8.0 }));
    }

    [Test]
    public void No_checks_at_all_say_on_purpose_that_nothing_is_needed()
    {
        Assert.That(Read("id: a\nchecks: []").Policies.Single().AsksNothing);
        Assert.That(Read("id: a\nchecks: [{ testcase: t }]").Policies.Single().AsksNothing, Is.False);
    }

    [Test]
    public void A_file_may_hold_several_policies_and_empty_documents_between_them() =>
        Assert.That(
            Read("---\n---\nid: a\nchecks: [{ testcase: t }]\n---\n# nothing here\n---\nid: b\nchecks: [{ testcase: t }]\n---\n").Policies.Select(p => p.Id),
            Is.EqualTo(new[] { "a", "b" }));

    [TestCase("")]
    [TestCase("\n\n")]
    [TestCase("# id: a\n# checks: [{ testcase: t }]\n")]
    [TestCase("---")]
    [TestCase("---\n# id: a\n---\n...\n")]
    public void A_file_without_a_policy_is_refused(string yaml) =>
        Assert.That(Errors(yaml).Select(e => e.ToString()), Is.EqualTo(new[] { "a.yaml: there is no policy in it: write one, or remove the file" }));

    [Test]
    public void No_file_at_all_is_refused() =>
        Assert.That(PolicyReader.Read([], PolicySettings.Default).Errors.Single().Message, Does.Contain("there is no policy"));

    [TestCase("id: a\nchekcs: [{ testcase: t }]\nchecks: [{ testcase: t }]", 2, "unknown key 'chekcs' in a policy")]
    [TestCase("id: a\nmatch:\n  product_version: [f]\nchecks: [{ testcase: t }]", 3, "unknown key 'product_version' in match")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n    essentail: false", 4, "unknown key 'essentail' in a check")]
    [TestCase("id: a\n<<: { checks: [] }\nchecks: []", 2, "unknown key '<<' in a policy")]
    [TestCase("id: a\nCHECKS: []\nchecks: []", 2, "unknown key 'CHECKS' in a policy")]
    [TestCase("id: a\nchecks: { testcase: t }", 2, "'checks': expected a list of checks; an empty one, []")]
    [TestCase("id: a\nchecks: none", 2, "'checks': expected a list of checks")]
    [TestCase("id: a\nchecks:\n", 2, "'checks' has no value")]
    [TestCase("id: a\nchecks: ~", 2, "'checks' has no value")]
    [TestCase("id: a\ntimeout: 1h", 1, "'checks' is missing")]
    [TestCase("checks: [{ testcase: t }]", 1, "'id' is missing")]
    [TestCase("id: a\nchecks:\n  - { arches: [x] }", 3, "'testcase' is missing")]
    [TestCase("id: a\nchecks:\n  - {}", 3, "'testcase' is missing")]
    [TestCase("id: a\nchecks:\n  - t", 3, "'checks': expected a check: a mapping")]
    [TestCase("id: a\ntimeout: 8 hours\nchecks: [{ testcase: t }]", 2, "'timeout': expected a number and s, m, h or d")]
    [TestCase("id: a\ntimeout: 0s\nchecks: [{ testcase: t }]", 2, "not '0s'")]
    [TestCase("id: a\ntimeout: 8\nchecks: [{ testcase: t }]", 2, "not '8'")]
    [TestCase("id: a\ntimeout: ~\nchecks: [{ testcase: t }]", 2, "'timeout' has no value: leave the key out")]
    [TestCase("id: a\nwait_for: everything\nchecks: [{ testcase: t }]", 2, "'wait_for': expected all or essential")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, essential: yes }", 3, "'essential': expected true or false, not 'yes'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, essential: True }", 3, "'essential': expected true or false, not 'True'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, essential: on }", 3, "'essential': expected true or false, not 'on'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, essential }", 3, "'essential' has no value: leave the key out")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, any: best }", 3, "'any': expected newest or worst, not 'best'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, any: [newest] }", 3, "'any': expected newest or worst")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, subject: 'a build' }", 3, "'subject': expected build, update, or a type")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: x86_64 }", 3, "'arches': expected a list of at least one arch")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [] }", 3, "'arches': expected a list of at least one arch")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: }", 3, "'arches' has no value: leave the key out")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: null }", 3, "'arches' has no value: leave the key out")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: ['x86 64'] }", 3, "not 'x86 64'")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [x86_64:] }", 3, "put quotes around a text")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [null] }", 3, "'arches': a list never holds null")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [x, ~] }", 3, "'arches': a list never holds null")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n    arches:\n      - x\n      -\n      - y", 6, "'arches': a list never holds null")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [x, , y] }", 3, "An item may be empty")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, arches: [ , ] }", 3, "An item may be empty")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n  - ", 4, "'checks': a list never holds null")]
    [TestCase("id: a\nmatch: { packages: [Null] }\nchecks: []", 2, "'packages': a list never holds null")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, scenarios: [''] }", 3, "'scenarios': expected a list of at least one scenario")]
    [TestCase("id: a\nchecks:\n  - { testcase: [t] }", 3, "'testcase': expected text")]
    [TestCase("id: a\nchecks:\n  - { testcase: null }", 3, "'testcase' has no value")]
    [TestCase("id: a\nchecks:\n  - { testcase: 'dist.*' }", 3, "'testcase': takes no pattern")]
    [TestCase("id: a\nchecks:\n  - { testcase: dist.depchec? }", 3, "'testcase': takes no pattern")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_since: 2026-11-22 }", 3, "'valid_since': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_since: 2026-11-22T10:15:00 }", 3, "'valid_since': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_since: 2026-11-22 10:15:00Z }", 3, "'valid_since': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_since: 2026-02-30T10:15:00Z }", 3, "'valid_since': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_until: tomorrow }", 3, "'valid_until': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, valid_until: 2201-01-01T00:00:00Z }", 3, "'valid_until': expected an RFC 3339 time")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n    valid_since: 2026-11-22T10:15:00Z\n    valid_until: 2026-11-22T11:15:00+01:00", 3, "after valid_since")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, subject: update, not_packages: [x] }", 3, "only builds have packages")]
    [TestCase("id: a\nchecks:\n  - { testcase: t, not_packages: [] }", 3, "'not_packages': expected a list of at least one pattern")]
    [TestCase("id: [a]\nchecks: [{ testcase: t }]", 1, "'id': expected text")]
    [TestCase("id: null\nchecks: [{ testcase: t }]", 1, "'id' has no value")]
    [TestCase("id:\nchecks: [{ testcase: t }]", 1, "'id' has no value")]
    [TestCase("id: ''\nchecks: [{ testcase: t }]", 1, "'id': expected text of 1 to 255 characters, not ''")]
    [TestCase("id: a\nmatch: [push_stable]\nchecks: [{ testcase: t }]", 2, "expected match: a mapping")]
    [TestCase("id: a\nmatch:\nchecks: [{ testcase: t }]", 2, "'match' has no value: leave the key out")]
    [TestCase("id: a\nmatch: { packages: [] }\nchecks: [{ testcase: t }]", 2, "'packages': expected a list of at least one pattern")]
    [TestCase("- id: a", 1, "expected a policy: a mapping")]
    [TestCase("just text", 1, "expected a policy: a mapping")]
    [TestCase("id: a\nchecks: []\n--- ~", 3, "expected a policy: a mapping")]
    [TestCase("outcomes: { CRASHED: fail }", 1, "this is a vocabulary: it belongs into vocabulary.yaml")]
    [TestCase("id: a\nchecks: []\n---\nmutable: [compose]", 4, "this is a vocabulary: it belongs into vocabulary.yaml")]
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

    [Test]
    public void A_policys_hash_tells_all_that_it_says()
    {
        var said = new[]
        {
            "testcase: t", "testcase: u", "testcase: t, subject: update", "testcase: t, subject: compose", "testcase: t, arches: [x]", "testcase: t, scenarios: [x]",
            "testcase: t, essential: false", "testcase: t, any: newest", "testcase: t, not_packages: [x]", "testcase: t, valid_since: 2026-11-22T10:15:00Z",
            "testcase: t, valid_until: 2026-11-22T10:15:00Z",
        };

        Assert.That(said.Select(check => Read($"id: a\nchecks: [{{ {check} }}]").Policies[0].Hash), Is.Unique);
    }

    [Test]
    public void A_sets_hash_tells_its_settings_and_its_vocabulary()
    {
        PolicyFile policy = new("a.yaml", "id: a\nchecks: []"), vocabulary = new("vocabulary.yaml", "mutable: [compose]");
        var settings = PolicySettings.Default;

        Assert.That(
            new[]
            {
                PolicyReader.Read([policy], settings),
                PolicyReader.Read([policy], settings with { NoPolicy = NoPolicy.Pass }),
                PolicyReader.Read([policy], settings with { DefaultTimeout = TimeSpan.FromHours(9) }),
                PolicyReader.Read([policy], settings with { DeadlineGrace = TimeSpan.FromHours(1) }),
                PolicyReader.Read([policy, vocabulary], settings),
            }.Select(read => read.Set!.Hash),
            Is.Unique);
    }

    [TestCase(NoPolicy.Pass)]
    [TestCase(NoPolicy.Wait)]
    public void A_recorded_set_is_the_same_set(NoPolicy noPolicy)
    {
        var settings = new PolicySettings(noPolicy, TimeSpan.FromHours(3), TimeSpan.FromMinutes(7));
        PolicyFile policy = new("a.yaml", "id: a\nchecks: [{ testcase: t, subject: my-rpm }]"), vocabulary = new("vocabulary.yaml", "types: { my-rpm: koji_build }");
        var set = PolicyReader.Read([vocabulary, policy], settings).Set!;

        var json = JsonSerializer.Serialize(set.InForce(), Json.Stored);
        var again = PolicySet.From(JsonSerializer.Deserialize<PolicySetInForce>(json, Json.Stored)!);

        Assert.That((again.Hash, again.NoPolicy, again.DefaultTimeout, again.DeadlineGrace), Is.EqualTo((set.Hash, noPolicy, settings.DefaultTimeout, settings.DeadlineGrace)));
        Assert.That(again.Files, Is.EqualTo(set.Files));
        Assert.That((again.Policies[0].Hash, again.Policies[0].Checks[0].Subject), Is.EqualTo((set.Policies[0].Hash, Subject.Build)));
        Assert.That(again.Vocabulary.Types, Is.EqualTo(set.Vocabulary.Types));
    }

    [Test]
    public void A_draft_is_read_with_the_vocabulary_that_stands()
    {
        var words = Vocabulary.Default with { Types = new Dictionary<string, string> { ["my-image"] = "image" } };
        var draft = PolicyReader.Read([new PolicyFile("a.yaml", "id: a\nchecks: [{ testcase: t, subject: my-image }]")], PolicySettings.Default, words).Set!;

        Assert.That(draft.Policies[0].Checks[0].Subject, Is.EqualTo("image"));
        Assert.That(PolicySet.From(draft.InForce()).Vocabulary.Types, Is.EqualTo(words.Types));
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
