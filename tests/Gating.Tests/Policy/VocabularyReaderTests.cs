using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary><c>vocabulary.yaml</c>, beside the policies.</summary>
public class VocabularyReaderTests
{
    private static readonly PolicyFile Policy = new("a.yaml", "id: a\nchecks: []");

    [Test]
    public void All_of_a_vocabulary_is_read()
    {
        var words = Read(
            """
            # what our test systems say besides
            outcomes: { CRASHED: fail, Skipped: pass, "stalled": error, waiting: running }
            types:
              my-rpm: koji_build
              productmd-compose: image
            mutable: [image, bodhi_update, compose]
            """);

        Assert.That(
            words.Added,
            Is.EquivalentTo(new Dictionary<string, OutcomeKind>
            {
                ["CRASHED"] = OutcomeKind.Fail, ["SKIPPED"] = OutcomeKind.Pass, ["STALLED"] = OutcomeKind.Error, ["WAITING"] = OutcomeKind.Running,
            }));
        Assert.That(words.TypeOf("my-rpm"), Is.EqualTo(Subject.Build));
        Assert.That(words.TypeOf("brew-build"), Is.EqualTo(Subject.Build), "the defaults stay");
        Assert.That(words.TypeOf("productmd-compose"), Is.EqualTo("image"), "one of them can be pointed elsewhere");
        Assert.That(words.Mutable, Is.EqualTo(new[] { Subject.Update, "compose", "image" }));
        Assert.That(words.IsMutable("image"));
    }

    [Test]
    public void Checks_are_for_the_type_that_an_alias_stands_for()
    {
        var (set, _) = PolicyReader.Read(
            [new PolicyFile("vocabulary.yaml", "types: { my-image: image }"), new PolicyFile("a.yaml", "id: a\nchecks: [{ testcase: t, subject: my-image }]")],
            PolicySettings.Default);

        Assert.That(set!.Policies[0].Checks[0].Subject, Is.EqualTo("image"));
        Assert.That(set.Files.Select(f => f.Name), Is.EqualTo(new[] { "a.yaml", "vocabulary.yaml" }));
        Assert.That(set.Policies, Has.Count.EqualTo(1), "it is no file without a policy");
    }

    [TestCase("outcome: { CRASHED: fail }", 1, "unknown key 'outcome' in a vocabulary: expected outcomes, types, mutable")]
    [TestCase("id: a\nchecks: []", 1, "unknown key 'id' in a vocabulary")]
    [TestCase("outcomes: { CRASHED: broken }", 1, "'CRASHED': expected error, fail, pass, running, not 'broken'")]
    [TestCase("outcomes: { CRASHED: Fail }", 1, "not 'Fail'")]
    [TestCase("outcomes: { CRASHED: }", 1, "'CRASHED': expected error, fail, pass, running")]
    [TestCase("outcomes:\n  CRASHED: fail\n  passed: fail", 3, "PASSED is one of the outcomes that are there already")]
    [TestCase("outcomes:\n  CRASHED: fail\n  crashed: pass", 3, "CRASHED stands there twice")]
    [TestCase("outcomes:\n  CRASHED: fail\n  CRASHED: fail", 3, "duplicate key 'CRASHED'")]
    [TestCase("outcomes: { 'not a word': fail }", 1, "expected 1 to 64 letters")]
    [TestCase("outcomes: { ~: fail }", 1, "expected 1 to 64 letters")]
    [TestCase("outcomes: [CRASHED]", 1, "'outcomes': expected a mapping of outcomes to kinds")]
    [TestCase("outcomes: {}", 1, "'outcomes': expected a mapping of outcomes to kinds")]
    [TestCase("outcomes:", 1, "'outcomes' has no value: leave the key out")]
    [TestCase("types: { my-rpm: [koji_build] }", 1, "'my-rpm': expected 1 to 64 letters")]
    [TestCase("types: { my rpm: koji_build }", 1, "expected 1 to 64 letters")]
    [TestCase("types: { a: a }", 1, "an alias names another type")]
    [TestCase("types:\n  a: b\n  b: c", 2, "'b' is an alias itself, of c")]
    [TestCase("types:\n  a: b\n  b: c", 3, "'a' stands for it, and an alias names a type that is none")]
    [TestCase("types:\n  a: b\n  b: a", 2, "an alias names a type that is none")]
    [TestCase("types: { a: brew-build }", 1, "'brew-build' is an alias itself, of koji_build")]
    [TestCase("types: { compose: image }", 1, "'productmd-compose' stands for it")]
    [TestCase("types: { koji_build: image }", 1, "koji_build has rules of its own")]
    [TestCase("types: { bodhi_update: image }", 1, "bodhi_update has rules of its own")]
    [TestCase("types: { build: image }", 1, "policies mean koji_build by it")]
    [TestCase("types: { my-rpm: build }", 1, "expected koji_build, not 'build'")]
    [TestCase("mutable: compose", 1, "'mutable': expected a list of types")]
    [TestCase("mutable: []", 1, "'mutable': expected a list of types")]
    [TestCase("mutable: [~]", 1, "'mutable': a list never holds null")]
    [TestCase("mutable: [koji_build]", 1, "a build's NVR names its content for ever")]
    [TestCase("mutable: [build]", 1, "a build's NVR names its content for ever")]
    [TestCase("mutable: [update]", 1, "expected bodhi_update, not 'update'")]
    [TestCase("mutable: [brew-build]", 1, "'brew-build' is an alias of koji_build: name the type itself")]
    [TestCase("types: { my-image: image }\nmutable: [my-image]", 2, "'my-image' is an alias of image: name the type itself")]
    [TestCase("mutable: ['a b']", 1, "expected 1 to 64 letters")]
    [TestCase("{}", 1, "remove the file where there is nothing to say")]
    [TestCase("", 0, "expected one document, found 0")]
    [TestCase("# mutable: [compose]", 0, "expected one document, found 0")]
    [TestCase("mutable: [a]\n---\nmutable: [b]", 3, "expected one document, found 2")]
    [TestCase("- a", 1, "expected a vocabulary: a mapping with outcomes, types, mutable")]
    [TestCase("mutable: [!x a]", 1, "a tag, '!x'")]
    public void What_is_wrong_is_told_with_its_line(string yaml, int line, string message)
    {
        var (set, errors) = PolicyReader.Read([Policy, new PolicyFile("vocabulary.yaml", yaml)], PolicySettings.Default);

        Assert.That(set, Is.Null);
        Assert.That(errors.Select(e => (e.File, e.Line, Said: e.Message.Contains(message, StringComparison.Ordinal))), Does.Contain(("vocabulary.yaml", line, true)),
            string.Join('\n', errors));
    }

    [TestCase("vocabulary.yml")]
    [TestCase("Vocabulary.yaml")]
    public void Its_name_is_exact(string name) =>
        Assert.That(
            PolicyReader.Read([Policy, new PolicyFile(name, "mutable: [compose]")], PolicySettings.Default).Errors.Single().ToString(),
            Does.StartWith($"{name}: the vocabulary's file is named vocabulary.yaml, exactly"));

    [Test]
    public void It_is_there_once() =>
        Assert.That(
            PolicyReader.Read([Policy, new PolicyFile("vocabulary.yaml", "mutable: [a]"), new PolicyFile("vocabulary.yaml", "mutable: [b]")], PolicySettings.Default)
                .Errors.Single().Message,
            Is.EqualTo("it is there twice"));

    [Test]
    public void Alone_it_is_no_policy_set() =>
        Assert.That(
            PolicyReader.Read([new PolicyFile("vocabulary.yaml", "mutable: [compose]")], PolicySettings.Default).Errors.Single().Message,
            Does.Contain("there is no policy"));

    private static Vocabulary Read(string yaml)
    {
        var (set, errors) = PolicyReader.Read([Policy, new PolicyFile("vocabulary.yaml", yaml)], PolicySettings.Default);
        Assert.That(errors, Is.Empty);
        return set!.Vocabulary;
    }
}
