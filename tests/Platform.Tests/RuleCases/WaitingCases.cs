namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>What a gate waits for, and what it says meanwhile (rules 5 and 6).</summary>
internal sealed class WaitingCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    [Test]
    public async Task T20_An_error_that_holds_the_gate_is_said_though_nothing_essential_is_missing()
    {
        var story = await OpenAsync("all");
        await story.ReportsAsync("PASSED");
        await story.HearsAsync();
        await story.ReportsAsync("ERROR", null, ("testcase", "dist.rpmlint"));
        var said = await story.HearsAsync("first_error");

        Assert.That((string)said["unsatisfied"]![0]!["testcase"]!, Is.EqualTo("dist.rpmlint"));
        await story.StandsAsync("waiting");
    }

    [Test]
    public async Task T25_What_only_informs_and_runs_is_not_waited_for_and_counts_when_it_has_finished()
    {
        var story = await OpenAsync("essential");
        await story.ReportsAsync("RUNNING", null, ("testcase", "dist.rpmlint"));
        await story.HearsAsync();
        await story.ReportsAsync("PASSED");
        var complete = await story.HearsAsync("complete.passed");
        await story.ReportsAsync("FAILED", null, ("testcase", "dist.rpmlint"));
        await story.HearsAsync("changed.info");

        Assert.That(((string)complete["reason"]!, (string)complete["summary"]!),
            Is.EqualTo(("essential_received", "all 1 required passed; of 1 others 1 missing")));
    }

    [Test]
    public async Task T50_A_gate_without_an_essential_requirement_waits_for_all()
    {
        var story = await OpenAsync("optional");
        await story.StandsAsync("waiting");
        await story.ReportsAsync("FAILED", null, ("testcase", "dist.rpmlint"));
        await story.HearsAsync("complete.info");
    }
}
