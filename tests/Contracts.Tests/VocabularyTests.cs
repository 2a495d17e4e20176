namespace Gatehouse.Contracts.Tests;

/// <summary>Words and outcomes.</summary>
internal sealed class VocabularyTests
{
    [TestCase("koji_build", true)]
    [TestCase("x86_64", true)]
    [TestCase("fedora-44", true)]
    [TestCase("C++.1", true)]
    [TestCase(".", true)]
    [TestCase("", false)]
    [TestCase(null, false)]
    [TestCase("koji build", false)]
    [TestCase("a/b", false)]
    [TestCase("a*", false)]
    [TestCase("#", false)]
    [TestCase("bücher", false)]
    [TestCase("a\n", false)]
    public void Words_are_letters_digits_and_four_signs(string? text, bool valid) => Assert.That(Word.IsValid(text), Is.EqualTo(valid));

    [TestCase(64, true)]
    [TestCase(65, false)]
    public void Words_are_short(int length, bool valid) => Assert.That(Word.IsValid(new string('a', length)), Is.EqualTo(valid));

    [TestCase("PASSED", OutcomeKind.Pass)]
    [TestCase("INFO", OutcomeKind.Pass)]
    [TestCase("FAILED", OutcomeKind.Fail)]
    [TestCase("NEEDS_INSPECTION", OutcomeKind.Fail)]
    [TestCase("ERROR", OutcomeKind.Error)]
    [TestCase("QUEUED", OutcomeKind.Running)]
    [TestCase("RUNNING", OutcomeKind.Running)]
    public void Seven_outcomes_are_there_from_the_start(string name, OutcomeKind kind)
    {
        Assert.That(Outcomes.Standard.KindOf(name), Is.EqualTo(kind));
        Assert.That(Outcomes.Standard.Names, Has.Count.EqualTo(7).And.Contains(name));
    }

    [TestCase("Passed", "PASSED")]
    [TestCase("needs_inspection", "NEEDS_INSPECTION")]
    public void Outcomes_are_read_in_any_case(string text, string name)
    {
        Assert.That(Outcomes.Standard.TryParse(text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(name));
    }

    [TestCase("GREEN")]
    [TestCase("")]
    [TestCase(" PASSED")]
    [TestCase("paſſed", Description = "upper case of the long s is no S here")]
    [TestCase(null)]
    public void Others_are_unknown(string? text) => Assert.That(Outcomes.Standard.TryParse(text, out _), Is.False);

    [Test]
    public void More_can_be_declared_in_any_case()
    {
        var outcomes = Outcomes.With([new("flaky", OutcomeKind.Fail)]);
        Assert.That(outcomes.TryParse("Flaky", out var name), Is.True);
        Assert.That((name, outcomes.KindOf(name!), outcomes.KindOf("PASSED"), outcomes.Names.Count), Is.EqualTo(("FLAKY", OutcomeKind.Fail, OutcomeKind.Pass, 8)));
    }

    [TestCase("passed")]
    [TestCase("two words")]
    [TestCase("")]
    public void None_can_be_declared_anew_or_be_no_word(string name) =>
        Assert.That(() => Outcomes.With([new(name, OutcomeKind.Fail)]), Throws.ArgumentException);

    [Test]
    public void One_that_is_no_longer_declared_is_waited_for() => Assert.That(Outcomes.Standard.KindOf("FLAKY"), Is.EqualTo(OutcomeKind.Error));
}
