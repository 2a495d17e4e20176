using System.Net;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// Policies that are mistyped, put right and added to while gates wait or have said their verdict (rules 7 and 8).
/// </summary>
[NonParallelizable]
internal sealed class PolicyCases() : RuleFixture(RulePlatforms.ChangingAsync)
{
    private const string Depcheck = "{ testcase: dist.depcheck }", Scan = "{ testcase: security.scan }";
    private static readonly (string, JsonNode?) ScanResult = ("testcase", "security.scan");

    [Test]
    public async Task T14_A_gate_that_failed_for_a_mistyped_testcase_passes_when_the_right_one_is_released()
    {
        await Platform.PutAsync("t14.yaml", "timeout: 2s\n" + RulePlatform.Policy("t14", "{ testcase: dist.depchek }"));
        var story = Platform.Story("t14");
        await story.DefinesAsync();
        await story.ReportsAsync("PASSED");
        await story.UntilAsync("complete.failed");
        var complete = await story.HearsAsync("opened", "complete.failed");

        await Platform.PutAsync("t14.yaml", "timeout: 2s\n" + RulePlatform.Policy("t14", Depcheck));
        // What a set takes away is kept where it is not released: nobody knows that it was a mistake.
        await story.HearsAsync();
        await Platform.ReloadAsync(release: true);
        var changed = await story.HearsAsync("changed.passed");

        Assert.That(((string)complete["reason"]!, (string)changed["reason"]!), Is.EqualTo(("deadline", "policy")));
    }

    [Test]
    public async Task T21_What_opens_while_packages_are_mistyped_waits_and_is_planned_when_they_are_put_right()
    {
        var policy = RulePlatform.Policy("t21", Depcheck);
        await Platform.PutAsync(
            "t21.yaml", policy.Replace("match: {", "match: { packages: [eu],", StringComparison.Ordinal));
        var story = await OpenAsync("t21");
        Assert.That((string)(await story.GateAsync())["summary"]!,
            Is.EqualTo("no policy asks anything of this update; waiting for one"));

        await Platform.PutAsync("t21.yaml", policy);
        await story.HearsAsync();
        Assert.That((string)(await story.GateAsync())["summary"]!, Is.EqualTo("1 of 1 required missing"));
        await story.ReportsAsync("PASSED");
        await story.HearsAsync("complete.passed");
    }

    [Test]
    public async Task T28_A_reload_that_adds_an_essential_check_that_has_failed_says_its_first_failure()
    {
        await Platform.PutAsync("t28.yaml", RulePlatform.Policy("t28", Depcheck));
        var story = await OpenAsync("t28");
        await story.ReportsAsync("FAILED", null, ScanResult);
        await story.HearsAsync();
        await Platform.PutAsync("t28.yaml", RulePlatform.Policy("t28", Depcheck, Scan));
        await story.HearsAsync("first_failure");
        await story.StandsAsync("waiting");
    }

    [Test]
    public async Task T51_A_gate_that_failed_does_not_pass_without_the_check_that_its_policy_has_gained()
    {
        await Platform.PutAsync("t51.yaml", RulePlatform.Policy("t51", Depcheck));
        var story = await OpenAsync("t51");
        await story.ReportsAsync("FAILED");
        await story.HearsAsync("first_failure", "complete.failed");
        await Platform.PutAsync("t51.yaml", RulePlatform.Policy("t51", Depcheck, Scan));
        var planned = await story.HearsAsync("changed.failed.reasons");
        await story.ReportsAsync("PASSED");
        await story.HearsAsync("changed.failed.reasons");
        await story.ReportsAsync("PASSED", null, ScanResult);
        await story.HearsAsync("changed.passed");

        Assert.That((string)planned["reason"]!, Is.EqualTo("policy"));
        Assert.That(planned["unsatisfied"]!.AsArray().Select(r => $"{r!["testcase"]} {r["answer"]}"),
            Is.EqualTo(new[] { "dist.depcheck failed", "security.scan missing" }));
    }

    [Test]
    public async Task T52_A_policy_that_is_away_for_a_moment_is_still_the_one_of_the_gate_that_waits()
    {
        await Platform.PutAsync("t52.yaml", RulePlatform.Policy("t52", Depcheck));
        var story = await OpenAsync("t52");
        Platform.TakeAway("t52.yaml");
        var refused = await Platform.TryReloadAsync();
        await story.HearsAsync();
        Platform.GiveBack("t52.yaml");
        await Platform.ReloadAsync();
        await story.HearsAsync();
        await story.ReportsAsync("PASSED");
        await story.HearsAsync("complete.passed");

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)refused.Json["detail"]!, Does.Contain(story.Update.Alias));
    }

    [Test]
    public async Task T54_What_an_outcome_counts_as_is_a_fact_so_what_was_said_of_it_stays_said()
    {
        await Platform.WriteAsync("vocabulary.yaml", "outcomes: { CRASHED: fail }\n");
        await Platform.PutAsync("t54.yaml", RulePlatform.Policy("t54", Depcheck));
        var (failed, waiting) = (await OpenAsync("t54"), await OpenAsync("t54"));
        await failed.ReportsAsync("CRASHED");
        var complete = await failed.HearsAsync("first_failure", "complete.failed");

        await Platform.WriteAsync("vocabulary.yaml", "outcomes: { CRASHED: pass }\n");
        var refused = await Platform.TryReloadAsync();
        await failed.HearsAsync();
        await Platform.ReloadAsync(release: true);
        await failed.HearsAsync("changed.passed");
        await waiting.ReportsAsync("CRASHED");
        await waiting.HearsAsync("complete.passed");

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)refused.Json["detail"]!, Does.Contain(waiting.Update.Alias).And.Contain("CRASHED"));
        var then = await failed.GateAsync(at: (string)complete["decided_at"]!);
        Assert.That(((string)then["status"]!, (string)then["summary"]!),
            Is.EqualTo(("failed", "1 of 1 required failed")));
    }
}
