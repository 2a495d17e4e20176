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

    [TestCase("", Verdict.Passed, Verdict.Passed)]
    [TestCase("E+ o+", Verdict.Passed, Verdict.Passed)]
    [TestCase("E+ E?", null, Verdict.Failed)]
    [TestCase("E+ EX", null, Verdict.Failed)]
    [TestCase("E+ E~", null, Verdict.Failed)]
    [TestCase("EF E?", Verdict.Failed, Verdict.Failed)]
    [TestCase("E+ oF", Verdict.Info, Verdict.Info)]
    [TestCase("E+ o?", null, Verdict.Info)]
    [TestCase("E+ o?-", Verdict.Passed, Verdict.Passed)]
    [TestCase("E? oF", null, Verdict.Failed)]
    [TestCase("EFw o+", Verdict.Passed, Verdict.Passed)]
    [TestCase("EFw oF", Verdict.Info, Verdict.Info)]
    public void Until_the_gate_has_decided_a_build_that_is_waited_for_has_no_verdict(string requirements, Verdict? undecided, Verdict decided) => Assert.Multiple(() =>
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
