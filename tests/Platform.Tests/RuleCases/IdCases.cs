using System.Net;
using System.Text.Json.Nodes;
using static Gatehouse.Platform.Tests.RuleCases.RuleStory;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>What an id names, what is the same again, what is a conflict and what is refused (rules 1 and 2).</summary>
internal sealed class IdCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    [Test]
    public async Task T07_Two_systems_that_both_count_to_77_do_not_hide_each_others_failures()
    {
        var (one, other) = (await OpenAsync("one-arch"), await OpenAsync("one-arch"));
        await other.ReportsAsync("PASSED", X86);
        await other.HearsAsync("complete.passed");

        var first = await one.TakenAsync("results", one.Result("PASSED", X86, ("id", "77")));
        await one.HearsAsync("complete.passed");
        var second = await Platform.Client.PublishAndHearAsync(
            other.Result("FAILED", X86, ("id", null)) with { MessageId = "77" },
            m => m.Announces("77") && (string)m.Body["subject"]!["id"]! == other.Build);
        await other.HearsAsync("changed.failed");

        Assert.That((string)second.Body["id"]!, Is.Not.EqualTo((string)first["id"]!));
        await one.HearsAsync();
    }

    [Test]
    public async Task T07b_A_rerun_under_its_old_id_is_a_conflict_and_counts_under_an_id_of_its_own()
    {
        var story = await OpenAsync("one-arch");
        (string, JsonNode?) id = ("id", $"{story.Build}/dist.depcheck/x86_64");
        await story.TakenAsync("results", story.Result("FAILED", X86, id));
        await story.HearsAsync("first_failure", "complete.failed");
        var rerun = await story.PostAsync("results", story.Result("PASSED", X86, id));
        await story.HearsAsync();
        await story.TakenAsync("results", story.Result("PASSED", X86));
        await story.HearsAsync("changed.passed");

        Assert.That((rerun.Status, rerun.Complaints.Single()), Is.EqualTo((HttpStatusCode.Conflict, "id")));
    }

    [Test]
    public async Task T07b_Over_the_bus_a_conflict_of_another_outcome_is_counted_at_the_gate_until_a_newer_result()
    {
        var story = await OpenAsync("one-arch");
        var id = $"{story.Build}/dist.depcheck/x86_64";
        await story.TakenAsync("results", story.Result("PASSED", X86, ("id", id)));
        await story.HearsAsync("complete.passed");
        await RejectedAsync(story, story.Result("FAILED", X86, ("id", id)));
        await story.HearsAsync();

        var gate = await story.GateAsync();
        Assert.That(((string)gate["status"]!, (int)gate["conflicts"]!, (int)gate["rejections"]!),
            Is.EqualTo(("passed", 1, 0)));
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync("changed.failed");
        Assert.That((int)(await story.GateAsync())["conflicts"]!, Is.Zero);
    }

    [Test]
    public async Task T07c_The_same_again_under_its_old_id_is_a_repeat_and_no_newer_run()
    {
        var story = await OpenAsync("one-arch");
        Outgoing Run(string outcome, string run) =>
            story.Result(outcome, X86, ("id", run), ("submit_time", null), ("ref_url", null));
        await story.TakenAsync("results", Run("PASSED", "P"));
        await story.HearsAsync("complete.passed");
        await story.TakenAsync("results", Run("FAILED", "F"));
        await story.HearsAsync("changed.failed");
        var again = await story.TakenAsync("results", Run("PASSED", "P"));
        await story.HearsAsync();

        Assert.That((bool)again["repeated"]!);
        await story.StandsAsync("failed");
    }

    [Test]
    public async Task T19_Of_one_id_with_and_without_a_time_the_first_holds_here_the_one_without()
    {
        var story = await OpenAsync("one-arch");
        var run = await PassedAsync(story, null);
        await story.ReportsAsync("FAILED", X86, ("submit_time", Now(-30)));
        await story.HearsAsync();
        var again = await story.TakenAsync("results", But(run, ("submit_time", Now(-60))));
        await story.HearsAsync();

        Assert.That((bool)again["repeated"]!);
        await story.StandsAsync("passed");
    }

    [Test]
    public async Task T19b_And_here_the_one_with()
    {
        var story = await OpenAsync("one-arch");
        var run = await PassedAsync(story, Now(-60));
        await story.ReportsAsync("FAILED", X86, ("submit_time", Now(-30)));
        await story.HearsAsync("changed.failed");
        var again = await story.TakenAsync("results", But(run, ("submit_time", null)));
        await story.HearsAsync();

        Assert.That((bool)again["repeated"]!);
        await story.StandsAsync("failed");
    }

    [Test]
    public async Task T29_A_git_hash_as_revision_is_an_unknown_field_and_decides_nothing()
    {
        var story = await OpenAsync("one-arch");
        var result = story.Result("PASSED", X86, ("revision", "a1b2c3d"));
        await story.TakenAsync("results", result);
        await story.HearsAsync("complete.passed");
        // The same without it is the same.
        var again = await story.TakenAsync("results", Without(result, "revision"));

        Assert.That((bool)again["repeated"]!);
    }

    [Test]
    public async Task T29_And_as_definition_time_it_is_as_if_it_were_not_there()
    {
        var story = await OpenAsync("update");
        var announced = await story.ReportsAsync(
            "PASSED", null, story.Itself, ("testcase", "update.boot"), ("definition_time", "a1b2c3d"));
        await story.HearsAsync("complete.passed");

        Assert.That((string?)announced["definition_time"], Is.Null);
    }

    [Test]
    public async Task T47_A_failure_from_a_clock_that_is_too_fast_is_refused_and_over_the_bus_shown_at_the_gate()
    {
        var story = await OpenAsync("one-arch");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
        (string, JsonNode?) ahead = ("submit_time", Now(700));
        var posted = await story.PostAsync("results", story.Result("FAILED", X86, ahead));
        await RejectedAsync(story, story.Result("FAILED", X86, ahead));
        await story.HearsAsync();

        Assert.That((posted.Status, posted.Complaints.Single()),
            Is.EqualTo((HttpStatusCode.UnprocessableEntity, "submit_time")));
        var gate = await story.GateAsync();
        Assert.That(((string)gate["status"]!, (int)gate["rejections"]!), Is.EqualTo(("passed", 1)));
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync("changed.failed");
        Assert.That((int)(await story.GateAsync())["rejections"]!, Is.Zero);
    }

    private static async Task<Outgoing> PassedAsync(RuleStory story, string? time)
    {
        var run = story.Result("PASSED", X86, ("submit_time", time));
        await story.TakenAsync("results", run);
        await story.HearsAsync("complete.passed");
        return run;
    }

    private Task<Heard> RejectedAsync(RuleStory story, Outgoing result) => Platform.Client.PublishAndHearAsync(
        result, m => m.Type == "rejected.result" && m.Text.Contains(story.Build, StringComparison.Ordinal));
}
