using System.Text.Json.Nodes;
using static Gatehouse.Platform.Tests.RuleCases.RuleStory;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>What a waiver covers, and what ends it (rule 14).</summary>
internal sealed class WaiverCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    [Test]
    public async Task T02_A_waiver_from_a_clock_that_is_fast_does_not_hide_its_withdrawal()
    {
        var story = await OpenAsync("one-arch");
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync("first_failure", "complete.failed");
        await story.WaivesAsync(("time", Now(540)));
        await story.HearsAsync("changed.passed");
        await story.WaivesAsync(("waived", false), ("time", Now()));
        await story.HearsAsync("changed.failed");
        await story.WaivesAsync(("waived", false));
        await story.HearsAsync();

        Assert.That((int)(await story.GateAsync())["counts"]!["waived"]!, Is.Zero);
    }

    [Test]
    public async Task T18_A_waiver_for_one_gate_of_one_update_is_none_for_others_that_hold_the_build()
    {
        var (one, other) = (Platform.Story("any"), Platform.Story("other"));
        await one.DefinesAsync(("decision_contexts", new JsonArray("push_stable", "push_testing")));
        await other.DefinesAsync(("builds", new JsonArray(one.Build)));
        await one.ReportsAsync("FAILED");
        string[] failed = ["opened", "first_failure", "complete.failed"];
        await one.HearsAsync(failed);
        await one.HearsAtAsync("push_testing", failed);
        await other.HearsAsync(failed);

        await one.WaivesAsync(("decision_context", "push_testing"), ("update", one.Update.Alias));
        await one.HearsAtAsync("push_testing", "changed.passed");
        await one.HearsAsync();
        await other.HearsAsync();
        // Only one that names neither is for all of them.
        await one.WaivesAsync();
        await one.HearsAtAsync("push_testing");
        await one.HearsAsync("changed.passed");
        await other.HearsAsync("changed.passed");
    }

    [Test]
    public async Task T36_A_waiver_that_names_an_arch_takes_that_cell_out_and_no_other()
    {
        var story = await FailedOnArmAsync();
        await story.WaivesAsync(("arch", Arm));
        await story.HearsAsync("changed.passed");
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync("changed.failed");
        await story.WaivesAsync();
        await story.HearsAsync("changed.passed");
    }

    [Test]
    public async Task T36_One_that_names_none_covers_what_fails_later_on_any_arch()
    {
        var story = await FailedOnArmAsync();
        await story.WaivesAsync(("arch", Arm));
        await story.WaivesAsync();
        await story.HearsAsync("changed.passed");
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync();
        await story.StandsAsync("passed");
    }

    private async Task<RuleStory> FailedOnArmAsync()
    {
        var story = await OpenAsync("any");
        await story.ReportsAsync("FAILED", Arm);
        await story.HearsAsync("first_failure", "complete.failed");
        return story;
    }
}
