using System.Text.Json.Nodes;
using static Gatehouse.Platform.Tests.RuleCases.RuleStory;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>What a cell answers, and several cells together (rules 3 and 4).</summary>
internal sealed class CellCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    [Test]
    public async Task T01_A_pass_from_a_clock_that_is_fast_does_not_hide_the_failure_that_follows()
    {
        var story = await OpenAsync("one-arch");
        var sent = Now(540);
        var announced = await story.ReportsAsync("PASSED", X86, ("submit_time", sent));
        await story.HearsAsync("complete.passed");
        await story.ReportsAsync("FAILED", X86);
        await story.HearsAsync("changed.failed");
        await story.ReportsAsync("FAILED", X86, ("submit_time", null));
        await story.HearsAsync();

        await story.StandsAsync("failed");
        Assert.That((string)announced["submit_time"]!, Is.EqualTo(sent), "it is kept and shown as sent");
    }

    [Test]
    public async Task T05_A_run_that_is_queued_without_an_arch_does_not_hide_a_pass()
    {
        var story = await OpenAsync("any");
        (string, JsonNode?) first = ("groups", new JsonArray("g1")), second = ("groups", new JsonArray("g2"));
        await story.ReportsAsync("PASSED", X86, first);
        await story.HearsAsync("complete.passed");
        await story.ReportsAsync("QUEUED", null, second);
        await story.HearsAsync();
        await story.ReportsAsync("RUNNING", X86, second);
        await story.ReportsAsync("PASSED", X86, second);
        await story.HearsAsync();
        await story.StandsAsync("passed");
    }

    [Test]
    public async Task T05b_A_second_arch_that_runs_does_not_hide_a_pass()
    {
        var story = await OpenAsync("any");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
        await story.ReportsAsync("RUNNING", Arm);
        await story.HearsAsync();
        await story.ReportsAsync("PASSED", Arm);
        await story.HearsAsync();
        await story.StandsAsync("passed");
    }

    [Test]
    public async Task T05c_The_failure_of_a_second_arch_does()
    {
        var story = await OpenAsync("any");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
        await story.ReportsAsync("FAILED", Arm);
        await story.HearsAsync("changed.failed");
    }

    [Test]
    public async Task T06c_Of_one_second_a_failure_counts_over_a_run_in_either_order()
    {
        var (failedFirst, runningFirst) = (await OpenAsync("one-arch"), await OpenAsync("one-arch"));
        (string, JsonNode?) second = ("submit_time", WholeSecond());

        await failedFirst.ReportsAsync("FAILED", X86, second);
        await failedFirst.HearsAsync("first_failure", "complete.failed");
        await failedFirst.ReportsAsync("RUNNING", X86, second);
        await failedFirst.HearsAsync();
        await runningFirst.ReportsAsync("RUNNING", X86, second);
        await runningFirst.HearsAsync();
        await runningFirst.ReportsAsync("FAILED", X86, second);
        await runningFirst.HearsAsync("first_failure", "complete.failed");

        await failedFirst.StandsAsync("failed");
        Assert.That((string)(await failedFirst.GateAsync())["unsatisfied"]![0]!["answer"]!, Is.EqualTo("failed"));
    }

    [Test]
    public async Task T11_A_scenario_that_never_runs_again_holds_a_failure_until_somebody_retires_it()
    {
        var story = await OpenAsync("any");
        await story.ReportsAsync("FAILED", null, ("scenario", "run-1"));
        await story.HearsAsync("first_failure", "complete.failed");
        await story.ReportsAsync("PASSED", null, ("scenario", "run-2"));
        await story.HearsAsync();
        await story.WaivesAsync(("scenario", "run-1"));
        await story.HearsAsync("changed.passed");
    }

    [Test]
    public async Task T11_Or_does_not_where_the_check_says_that_the_newest_of_any_counts()
    {
        var story = await OpenAsync("newest");
        await story.ReportsAsync("FAILED", null, ("scenario", "run-1"));
        await story.HearsAsync("first_failure", "complete.failed");
        await story.ReportsAsync("PASSED", null, ("scenario", "run-2"));
        await story.HearsAsync("changed.passed");
    }

    [Test]
    public async Task T13_An_error_hides_no_pass_and_is_shown_beside_it()
    {
        var story = await OpenAsync("one-arch");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
        await story.ReportsAsync("ERROR", X86);
        await story.HearsAsync();

        await story.StandsAsync("passed");
        var requirement = (await story.FullGateAsync())["requirements"]!.AsArray().Single()!;
        Assert.That(((string)requirement["answer"]!, (string?)requirement["last_run"]),
            Is.EqualTo(("passed", "errored")));
    }

    [Test]
    public async Task T13b_An_error_hides_no_failure()
    {
        var story = await OpenAsync("any", builds: 2);
        await story.ReportsAsync("FAILED");
        await story.HearsAsync("first_failure");
        await story.ReportsAsync("ERROR");
        await story.HearsAsync();
        await story.ReportsAsync("PASSED", null, ("subject", Subject("koji_build", story.Update.Builds[1])));
        var complete = await story.HearsAsync("complete.failed");

        Assert.That((string)complete["summary"]!, Is.EqualTo("1 of 2 required failed"));
    }

    [Test]
    public async Task T23_In_the_older_form_a_pass_on_one_system_architecture_hides_no_failure_on_another()
    {
        var story = await OpenAsync("any");
        Task<JsonObject> ReportsOldAsync(string outcome, string architecture)
        {
            var result = story.Result(outcome, null, ("data", new JsonObject
            {
                ["item"] = story.Build, ["type"] = "koji_build", ["system_architecture"] = architecture,
            }));
            return story.AnnouncedAsync(Without(result, "subject", "arch"));
        }

        await ReportsOldAsync("FAILED", X86);
        await story.HearsAsync("first_failure", "complete.failed");
        var other = await ReportsOldAsync("PASSED", Arm);
        await story.HearsAsync();
        await ReportsOldAsync("PASSED", X86);
        await story.HearsAsync("changed.passed");
        Assert.That((string)other["arch"]!, Is.EqualTo(Arm));
    }
}
