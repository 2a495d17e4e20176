namespace Gatehouse.Gating.Tests;

/// <summary>Rules 7 and 8: a policy set that comes into force.</summary>
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
    public void A_set_that_asks_for_less_completes_nothing_until_it_is_released() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Depcheck).Then()
            .When(Policy("- { testcase: depcheck }", released: true)).Then("complete.passed all_received");

    [TestCase("- { testcase: depcheck, essential: false }\n- { testcase: rpmlint }")]
    [TestCase("- { testcase: depcheck, any: newest }\n- { testcase: rpmlint }")]
    [TestCase("- { testcase: depcheck, arches: [x86_64] }\n- { testcase: rpmlint }")]
    [TestCase("- { testcase: depcheck, not_packages: [glibc] }\n- { testcase: rpmlint }")]
    [TestCase("- { testcase: depcheckk }\n- { testcase: rpmlint }")]
    public void What_asks_less_of_a_waiting_gate_leaves_it_what_it_has(string checks) =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Policy(checks))
            .When(Reports(Glibc, "depcheck", "FAILED")).Then($"first_failure: {Glibc} depcheck failed, {Glibc} rpmlint missing")
            .When(Reports(Glibc, "rpmlint", "PASSED")).Then($"complete.failed all_received: {Glibc} depcheck failed");

    [Test]
    public void A_gate_that_failed_is_planned_anew() =>
        Given(Policy("- { testcase: depchek }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"), Waits(481))
            .When(Policy("- { testcase: depcheck }", after: 1)).Then()
            .When(Policy("- { testcase: depcheck }", released: true)).Then("changed.passed policy");

    [Test]
    public void A_gate_that_failed_asks_what_a_newer_set_adds() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: scan }"))
            .Then($"changed.failed.reasons policy: {Glibc} depcheck failed, {Glibc} scan missing")
            .When(Reports(Glibc, "depcheck", "PASSED", after: 1)).Then($"changed.failed.reasons result: {Glibc} scan missing");

    [Test]
    public void A_gate_that_failed_keeps_what_is_unsatisfied_until_it_is_satisfied() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"), Reports(Glibc, "rpmlint", "PASSED"))
            .When(Policy("- { testcase: rpmlint }")).Then()
            .When(Reports(Glibc, "depcheck", "PASSED", after: 1)).Then("changed.passed result")
            .When(Reports(Glibc, "depcheck", "FAILED", after: 1)).Then();

    [Test]
    public void A_reload_that_makes_a_failure_essential_says_it() =>
        Given(Policy("- { testcase: depcheck, essential: false }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }")).Then($"first_failure: {Glibc} depcheck failed, {Glibc} rpmlint missing");

    [Test]
    public void First_failure_is_said_once_whatever_the_reload() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }\n- { testcase: upgradepath }")).Then();

    [Test]
    public void The_deadline_is_the_openings_start_and_the_new_timeout() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "40m", after: 15)).Then()
            .When(Waits(25)).Then()
            .When(Waits(1)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_shorter_timeout_leaves_ten_minutes() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "1s", after: 15)).Then()
            .When(Waits(10)).Then()
            .When(Waits(1)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_shorter_timeout_that_was_a_mistake_is_as_if_it_had_not_been() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "1s", after: 15), Policy("- { testcase: depcheck }", after: 1), Waits(60)).Then()
            .When(Waits(405)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_deadline_that_stands_still_goes_on_doing_so_under_a_new_set() =>
        Given(Depcheck, Defines(Glibc))
            .When(Policies("id: stable\nchecks: [{ testcase: depcheck }]\ntimeout: 16h", after: 485, lag: 10)).Then()
            .When(Waits(1, lag: 0)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void A_deadline_that_had_passed_is_decided_by_the_old_set() =>
        Given(Depcheck, Defines(Glibc)).When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }", after: 481))
            .Then($"complete.failed deadline: {Glibc} depcheck missing", $"changed.failed.reasons policy: {Glibc} depcheck missing, {Glibc} rpmlint missing");

    [Test]
    public void A_completed_revision_keeps_its_set_and_the_next_has_the_new_one() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"), Policy("- { testcase: rpmlint }"))
            .When(Reports(Glibc, "rpmlint", "FAILED")).Then()
            .When(Reports(Glibc, "depcheck", "FAILED", after: 1)).Then($"changed.failed result: {Glibc} depcheck failed")
            .When(Defines(Glibc, time: 1, version: "fedora-45"))
            .Then("opened", $"first_failure: {Glibc} rpmlint failed", $"complete.failed all_received: {Glibc} rpmlint failed");

    [Test]
    public void An_update_that_waits_for_a_policy_gets_one_with_the_time_since_its_start() =>
        Given(Policies(NoneMatches), Defines(Glibc))
            .When(Policy("- { testcase: depcheck }", timeout: "30m", after: 5)).Then()
            .When(Waits(25)).Then()
            .When(Waits(1)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void An_update_that_failed_for_want_of_a_policy_gets_one() =>
        Given(Policies(NoneMatches), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Waits(481)).Then("complete.failed no_policy")
            .When(Policies(NoneMatches, NoPolicy.Pass)).Then()
            .When(Policy("- { testcase: depcheck }")).Then("changed.passed policy");

    [Test]
    public void A_set_that_leaves_no_policy_moves_no_waiting_gate_until_it_is_released()
    {
        Given(Depcheck, Defines(Glibc)).When(Policies(NoneMatches, NoPolicy.Pass)).Then()
            .When(Policies(NoneMatches, NoPolicy.Pass, released: true)).Then("complete.passed no_policy");
        Given(Depcheck, Defines(Glibc)).When(Policies(NoneMatches, released: true)).Then().When(Waits(481)).Then("complete.failed no_policy");
    }

    [Test]
    public void Updates_that_came_before_the_first_set_are_opened_by_it() =>
        Given(Defines(Glibc), Reports(Glibc, "depcheck", "FAILED")).When(Depcheck)
            .Then("opened", $"first_failure: {Glibc} depcheck failed", $"complete.failed all_received: {Glibc} depcheck failed");

    [Test]
    public void Updates_that_waited_too_long_for_the_first_set_are_out_of_time()
    {
        Given(Defines(Glibc)).When(Policy("- { testcase: depcheck }", timeout: "10m", after: 11)).Then("opened")
            .When(Waits(0)).Then($"complete.failed deadline: {Glibc} depcheck missing");
    }
}
