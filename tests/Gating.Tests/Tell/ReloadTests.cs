namespace Gatehouse.Gating.Tests;

/// <summary>A policy set that comes into force: what waits is planned anew, what is decided is left alone.</summary>
public class ReloadTests : StorySentences
{
    private static readonly Deed Depcheck = Policy("- { testcase: depcheck }");

    [Test]
    public void A_reload_says_nothing_until_the_gate_decides_by_the_new_set() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }")).Then()
            .When(Reports(Glibc, "depcheck", "PASSED")).Then()
            .When(Reports(Glibc, "rpmlint", "PASSED")).Then("complete.passed all_received");

    [Test]
    public void A_reload_that_asks_for_less_completes() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Depcheck).Then("complete.passed all_received");

    [Test]
    public void A_reload_that_makes_a_failure_essential_says_it() =>
        Given(Policy("- { testcase: depcheck, essential: false }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }")).Then($"first_failure: {Glibc} depcheck failed, {Glibc} rpmlint missing");

    [Test]
    public void First_failure_is_said_once_whatever_the_reload() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }\n- { testcase: upgradepath }")).Then();

    [Test]
    public void The_deadline_is_the_revisions_start_and_the_new_timeout() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "20m", after: 15)).Then()
            .When(Waits(5)).Then()
            .When(Waits(1)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_new_deadline_that_has_passed_is_acted_on_at_once() =>
        Given(Depcheck, Defines(Glibc)).When(Policy("- { testcase: depcheck }", timeout: "10m", after: 11)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_new_deadline_that_has_passed_is_acted_on_although_there_is_a_first_failure_to_say() =>
        Given(Policy("- { testcase: depcheck, essential: false }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }", timeout: "10m", after: 11))
            .Then(
                $"first_failure: {Glibc} depcheck failed, {Glibc} rpmlint missing",
                $"complete.failed deadline: {Glibc} depcheck failed, {Glibc} rpmlint missing");

    [Test]
    public void A_deadline_that_had_passed_is_decided_by_the_old_set() =>
        Given(Depcheck, Defines(Glibc)).When(Policy("- { testcase: rpmlint }", after: 481)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_completed_revision_keeps_its_set_and_the_next_has_the_new_one() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"), Policy("- { testcase: rpmlint }"))
            .When(Reports(Glibc, "rpmlint", "FAILED")).Then()
            .When(Reports(Glibc, "depcheck", "FAILED", after: 1)).Then($"changed.failed result: {Glibc} depcheck failed")
            .When(Defines(Glibc, time: 1, version: "fedora-45"))
            .Then("opened", $"first_failure: {Glibc} rpmlint failed", $"complete.failed all_received: {Glibc} rpmlint failed");

    [Test]
    public void An_update_that_waits_for_a_policy_gets_one_with_the_time_since_its_start() =>
        Given(Policies("", NoPolicy.Wait), Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "10m", after: 5)).Then()
            .When(Waits(6)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_reload_that_leaves_no_policy_passes_or_waits_as_configured()
    {
        Given(Depcheck, Defines(Glibc)).When(Policies("")).Then("complete.passed no_policy");
        Given(Depcheck, Defines(Glibc)).When(Policies("", NoPolicy.Wait)).Then().When(Waits(10_000)).Then();
    }

    [Test]
    public void Updates_that_came_before_the_first_set_are_opened_by_it() =>
        Given(Defines(Glibc), Reports(Glibc, "depcheck", "FAILED")).When(Depcheck)
            .Then("opened", $"first_failure: {Glibc} depcheck failed", $"complete.failed all_received: {Glibc} depcheck failed");

    [Test]
    public void Updates_that_waited_too_long_for_the_first_set_are_out_of_time_at_once()
    {
        var story = Given(Defines(Glibc)).When(Policy("- { testcase: depcheck }", timeout: "10m", after: 11))
            .Then("opened", $"complete.failed deadline: {Glibc} depcheck missing");

        Assert.That(story.Said.Select(s => s.Position), Is.All.EqualTo(2));
    }
}
