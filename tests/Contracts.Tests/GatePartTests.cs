namespace Gatehouse.Contracts.Tests;

/// <summary>A build's own verdict, and how urgent it is.</summary>
internal sealed class GatePartTests
{
    [TestCase("", 100)]
    [TestCase("E+", 100, Description = "passed")]
    [TestCase("EF", 0)]
    [TestCase("EX", 1)]
    [TestCase("E?", 2)]
    [TestCase("E~", 3)]
    [TestCase("oF", 10)]
    [TestCase("oX", 11)]
    [TestCase("o?", 12)]
    [TestCase("o~", 13)]
    [TestCase("oF E~", 3, Description = "the most urgent counts")]
    [TestCase("EFw", 100, Description = "waived")]
    [TestCase("o?-", 100, Description = "does not count yet")]
    public void Essential_comes_first_then_failed_errored_missing_running(string requirements, int urgency) => Assert.That(Part(requirements).Urgency(), Is.EqualTo(urgency));

    [TestCase("", PartVerdict.Unchecked, PartVerdict.Unchecked)]
    [TestCase("E+ o+", PartVerdict.Passed, PartVerdict.Passed)]
    [TestCase("E+ E?", PartVerdict.Waiting, PartVerdict.Failed)]
    [TestCase("E+ EX", PartVerdict.Waiting, PartVerdict.Failed)]
    [TestCase("E+ E~", PartVerdict.Waiting, PartVerdict.Failed)]
    [TestCase("EF E?", PartVerdict.Failed, PartVerdict.Failed)]
    [TestCase("E+ oF", PartVerdict.Info, PartVerdict.Info)]
    [TestCase("E+ o?", PartVerdict.Waiting, PartVerdict.Info)]
    [TestCase("E+ o?-", PartVerdict.Passed, PartVerdict.Passed)]
    [TestCase("E? oF", PartVerdict.Waiting, PartVerdict.Failed)]
    [TestCase("EFw o+", PartVerdict.Passed, PartVerdict.Passed)]
    [TestCase("EFw oF", PartVerdict.Info, PartVerdict.Info)]
    public void Until_the_gate_has_decided_what_is_waited_for_makes_a_build_wait(
        string requirements, PartVerdict undecided, PartVerdict decided) => Assert.Multiple(() =>
    {
        Assert.That(Part(requirements).Verdict(decided: false), Is.EqualTo(undecided));
        Assert.That(Part(requirements).Verdict(decided: true), Is.EqualTo(decided));
    });

    /// <summary>E or o (essential or other), then the answer (+ F X ? ~), then w (waived) or - (does not count).</summary>
    private static GatePart Part(string requirements) =>
        new(Subject.OfBuild("a-1-1"), 0, [.. requirements.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Requirement)]);

    private static RequirementView Requirement(string text)
    {
        var answer = text[1] switch
        {
            '+' => Answer.Passed,
            'F' => Answer.Failed,
            'X' => Answer.Errored,
            '~' => Answer.Running,
            _ => Answer.Missing,
        };
        return new RequirementView
        {
            Testcase = "t",
            Essential = text[0] == 'E',
            Answer = answer,
            Unsatisfied = answer != Answer.Passed && text.Length == 2,
            Waiver = text.EndsWith('w') ? new WaiverReference(Guid.Empty, "u", "c") : null,
        };
    }
}
