using System.Net;
using System.Text.Json.Nodes;
using static Gatehouse.Platform.Tests.RuleCases.RuleStory;

namespace Gatehouse.Platform.Tests.RuleCases;

/// <summary>
/// Which definition counts, what opens a gate anew, and which evidence about the update itself counts (rule 9).
/// </summary>
internal sealed class DefinitionCases() : RuleFixture(RulePlatforms.SteadyAsync)
{
    private const string Boot = "update.boot";

    [Test]
    public async Task T03_A_definition_from_a_clock_that_is_fast_does_not_hide_the_closing_and_the_edit_that_follow()
    {
        var story = Platform.Story("one-arch");
        var ahead = await story.DefinesAsync(("time", Now(540)));
        await story.HearsAsync("opened");
        var closing = await story.ClosesAsync(Now());
        await story.HearsAsync("closed");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync();
        await story.StandsAsync("closed");
        var edit = await story.DefinesAsync();
        var said = await story.HearsAsync("opened", "complete.passed");

        Assert.That(new[] { ahead, closing, edit }.Select(a => (bool)a["taken_up"]!), Is.All.True);
        Assert.That((int)said["revision"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task T06_A_closing_counts_over_a_definition_of_its_second_that_is_recorded_after_it()
    {
        var story = Platform.Story("one-arch");
        var second = WholeSecond();
        await story.ClosesAsync(second);
        var definition = await story.DefinesAsync(("time", second));
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync();

        Assert.That((bool)definition["taken_up"]!, Is.False);
        var update = await Platform.Suite.Http.ReadAsync($"/api/v1/updates/{story.Update.Alias}");
        Assert.That((string)update["state"]!, Is.EqualTo("withdrawn"));
        Must.BeEqual(update["gates"], new JsonArray());
    }

    [Test]
    public async Task T06b_And_over_one_that_was_recorded_before_it()
    {
        var story = Platform.Story("one-arch");
        var second = WholeSecond();
        await story.DefinesAsync(("time", second));
        await story.HearsAsync("opened");
        var closing = await story.ClosesAsync(second);
        await story.HearsAsync("closed");

        Assert.That((bool)closing["taken_up"]!);
        await story.StandsAsync("closed");
    }

    [Test]
    public async Task T08_A_context_that_is_given_back_opens_its_gate_at_the_same_revision_with_a_deadline_from_then()
    {
        var story = Platform.Story("one-arch");
        await story.DefinesAsync(("decision_contexts", new JsonArray("push_stable", "push_testing")));
        var first = await story.HearsAsync("opened");
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
        await story.DefinesAsync(("decision_contexts", new JsonArray("push_testing")));
        var closed = await story.HearsAsync("closed");
        await story.DefinesAsync(("decision_contexts", new JsonArray("push_stable", "push_testing")));
        var again = await story.HearsAsync("opened", "complete.passed");

        Assert.That((string)closed["reason"]!, Is.EqualTo("open"));
        Assert.That(((int)first["revision"]!, (int)again["revision"]!), Is.EqualTo((1, 1)));
        var (before, opened) = (Must.Time(closed["decided_at"]), Must.Time(again["opened_at"]));
        Assert.That(opened, Is.GreaterThan(before), "openings are told apart");
        Assert.That(Must.Time(again["deadline"]), Is.EqualTo(opened + TimeSpan.FromHours(8)));
        await story.HearsAtAsync("push_testing", "opened", "complete.passed");
    }

    [Test]
    public async Task T22_An_update_of_nothing_is_refused_and_so_is_an_edit_to_nothing()
    {
        var (empty, story) = (Platform.Story("one-arch"), await OpenAsync("one-arch"));
        var refused = await empty.PostAsync("updates", empty.Definition(("builds", new JsonArray())));
        var edit = await story.PostAsync("updates", story.Definition(("builds", new JsonArray())));

        Assert.That((refused.Status, edit.Status),
            Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)));
        Assert.That(refused.Complaints.Concat(edit.Complaints), Is.All.EqualTo("builds"));
        await empty.HearsAsync();
        await story.HearsAsync();
        await story.StandsAsync("waiting");
    }

    [Test]
    public async Task T22_A_compose_that_no_check_is_for_waits_for_a_policy()
    {
        var story = Platform.Story("one-arch");
        await story.DefinesAsync(
            ("builds", new JsonArray()), ("subjects", new JsonArray(Subject("compose", $"C-{story.Update.Alias}"))));
        var opened = await story.HearsAsync("opened");

        Assert.That((int)opened["counts"]!["unchecked"]!, Is.EqualTo(1));
        Assert.That((string)(await story.GateAsync())["summary"]!,
            Is.EqualTo("no policy asks anything of this update; waiting for one"));
    }

    [Test]
    public async Task T43_Of_an_update_first_heard_of_as_closed_older_evidence_counts_for_its_first_definition()
    {
        var story = await ClosedFirstAsync();
        await story.DefinesAsync();
        var complete = await story.HearsAsync("opened", "complete.passed");

        Assert.That((int)complete["revision"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task T43_But_not_where_that_says_that_it_has_its_builds_only_since_then()
    {
        var story = await ClosedFirstAsync();
        await story.DefinesAsync(("builds_since", Now(-60)));
        await story.HearsAsync("opened");
        await story.ReportsAsync("PASSED", null, story.Itself, ("testcase", Boot));
        await story.HearsAsync("complete.passed");
    }

    [Test]
    public async Task T46_A_definition_sent_again_with_a_newer_time_keeps_a_closing_of_before_out()
    {
        var story = Platform.Story("one-arch");
        var newer = WholeSecond();
        await story.DefinesAsync(("time", Now(-120)));
        await story.HearsAsync("opened");
        var again = await story.DefinesAsync(("time", newer));
        var closing = await story.ClosesAsync(Now(-60));
        await story.HearsAsync();

        Assert.That(((bool)again["taken_up"]!, (bool)closing["taken_up"]!), Is.EqualTo((true, false)));
        var gate = await story.GateAsync();
        Assert.That(((string)gate["status"]!, (string)gate["definition_time"]!), Is.EqualTo(("waiting", newer)));
        await story.ReportsAsync("PASSED", X86);
        await story.HearsAsync("complete.passed");
    }

    [Test]
    public async Task T48_A_failing_build_taken_out_and_given_back_fails_again_and_each_word_names_its_definition()
    {
        var story = await OpenAsync("one-arch", builds: 2);
        var (one, other, both) = (story.Build, story.Update.Builds[1], new JsonArray([.. story.Update.Builds]));
        await story.ReportsAsync("FAILED", X86);
        await story.ReportsAsync("PASSED", X86, ("subject", Subject("koji_build", other)));
        await story.HearsAsync("first_failure", "complete.failed");
        var (taken, given) = (Now(), Now(0.001));
        await story.DefinesAsync(("time", taken), ("builds", new JsonArray(other)));
        var passed = await story.HearsAsync("opened", "complete.passed");
        await story.DefinesAsync(("time", given), ("builds", both));
        var failed = await story.HearsAsync("opened", "first_failure", "complete.failed");

        Assert.That(((int)passed["revision"]!, (string)passed["definition_time"]!), Is.EqualTo((2, taken)));
        Assert.That(((int)failed["revision"]!, (string)failed["definition_time"]!), Is.EqualTo((3, given)));
        Assert.That((string)failed["unsatisfied"]![0]!["subject"]!["id"]!, Is.EqualTo(one));
    }

    private async Task<RuleStory> ClosedFirstAsync()
    {
        var story = Platform.Story("update");
        await story.ClosesAsync(Now(-7200));
        await story.ReportsAsync("PASSED", null, story.Itself, ("testcase", Boot), ("submit_time", Now(-3600)));
        await story.HearsAsync();
        return story;
    }
}
