using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rules 3 and 4: what is known of a requirement.</summary>
public class AnswerTests : StorySentences
{
    private static readonly Deed Depcheck = Policy("- { testcase: depcheck, arches: [x86_64] }");
    private static readonly Deed AnyArch = Policy("- { testcase: depcheck }");

    [TestCase("ERROR", "errored", $"first_error: {Glibc} depcheck x86_64 errored")]
    [TestCase("QUEUED", "running")]
    [TestCase("RUNNING", "running")]
    public void What_is_not_settled_is_waited_for_and_named(string outcome, string answer, params string[] said) =>
        Given(Depcheck, Defines(Glibc))
            .When(Reports(Glibc, "depcheck", outcome, "x86_64")).Then(said)
            .When(Waits(481)).Then($"complete.failed deadline: {Glibc} depcheck x86_64 {answer}");

    [TestCase("PASSED", "complete.passed all_received")]
    [TestCase("INFO", "complete.passed all_received")]
    [TestCase("FAILED", $"first_failure: {Glibc} depcheck x86_64 failed", $"complete.failed all_received: {Glibc} depcheck x86_64 failed")]
    [TestCase("NEEDS_INSPECTION", $"first_failure: {Glibc} depcheck x86_64 failed", $"complete.failed all_received: {Glibc} depcheck x86_64 failed")]
    public void What_is_settled_completes(string outcome, params string[] said) =>
        Given(Depcheck, Defines(Glibc)).When(Reports(Glibc, "depcheck", outcome, "x86_64")).Then(said);

    [Test]
    public void An_outcome_that_is_not_declared_any_more_is_waited_for() =>
        Given(Depcheck, Defines(Glibc)).When(Reports(Glibc, "depcheck", "CRASHED", "x86_64")).Then($"first_error: {Glibc} depcheck x86_64 errored");

    [Test]
    public void A_run_over_a_pass_hides_nothing_until_it_ends() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64"))
            .When(Reports(Glibc, "depcheck", "QUEUED", "x86_64", after: 1), Reports(Glibc, "depcheck", "RUNNING", "x86_64", after: 1)).Then()
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64", after: 1)).Then($"changed.failed result: {Glibc} depcheck x86_64 failed");

    [Test]
    public void A_run_over_a_failure_is_running() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64"))
            .When(Reports(Glibc, "depcheck", "RUNNING", "x86_64", after: 1)).Then($"changed.failed.reasons result: {Glibc} depcheck x86_64 running")
            .When(Reports(Glibc, "depcheck", "PASSED", "x86_64", after: 1)).Then("changed.passed result");

    [Test]
    public void An_error_hides_neither_a_pass_nor_a_failure()
    {
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64"))
            .When(Reports(Glibc, "depcheck", "ERROR", "x86_64", after: 1)).Then()
            .When(Reports(Glibc, "depcheck", "RUNNING", "x86_64", after: 1)).Then();
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Reports(Glibc, "depcheck", "ERROR", after: 1)).Then()
            .When(Reports(Glibc, "rpmlint", "PASSED")).Then($"complete.failed all_received: {Glibc} depcheck failed");
    }

    [Test]
    public void Of_equal_times_a_finished_run_counts_over_one_under_way() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", "x86_64", submitted: 5, after: 20))
            .When(Reports(Glibc, "depcheck", "RUNNING", "x86_64", submitted: 5)).Then();

    [Test]
    public void A_time_ahead_of_arrival_counts_as_arrival_and_hides_nothing_that_comes_after() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64", submitted: 9))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64", after: 1)).Then($"changed.failed result: {Glibc} depcheck x86_64 failed");

    [Test]
    public void An_older_submit_time_that_comes_late_counts_for_nothing() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64", submitted: 10, after: 20))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64", submitted: 9)).Then();

    [Test]
    public void An_older_pass_that_comes_late_shows_under_a_run() =>
        Given(Depcheck, Defines(Glibc)).When(Reports(Glibc, "depcheck", "RUNNING", "x86_64", submitted: 10, after: 20)).Then()
            .When(Reports(Glibc, "depcheck", "PASSED", "x86_64", submitted: 9)).Then("complete.passed all_received");

    [Test]
    public void Of_equal_submit_times_the_later_recorded_counts() =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64", submitted: 5, after: 20))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64", submitted: 5)).Then($"changed.failed result: {Glibc} depcheck x86_64 failed");

    [Test]
    public void Results_count_that_come_before_their_update() =>
        Given(Depcheck, Reports(Glibc, "depcheck", "PASSED", "x86_64")).When(Defines(Glibc)).Then("opened", "complete.passed all_received");

    [Test]
    public void Another_arch_scenario_or_testcase_is_another_cell() =>
        Given(Depcheck, Defines(Glibc))
            .When(
                Reports(Glibc, "depcheck", "PASSED", "i386"), Reports(Glibc, "depcheck", "PASSED"), Reports(Glibc, "rpmlint", "PASSED", "x86_64"),
                Reports(Gcc, "depcheck", "PASSED", "x86_64"))
            .Then();

    [Test]
    public void Noarch_and_no_arch_are_two() =>
        Given(Policy("- { testcase: depcheck, arches: [noarch] }"), Defines(Glibc))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then()
            .When(Reports(Glibc, "depcheck", "PASSED", "noarch")).Then("complete.passed all_received");

    [Test]
    public void Any_arch_will_do_where_none_is_asked_for() =>
        Given(AnyArch, Defines(Glibc)).When(Reports(Glibc, "depcheck", "PASSED", "s390x", "uefi")).Then("complete.passed all_received");

    [Test]
    public void The_worst_of_its_cells_counts_where_any_arch_will_do() =>
        Given(AnyArch, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64"))
            .When(Reports(Glibc, "depcheck", "ERROR", "s390x", after: 1)).Then($"changed.failed result: {Glibc} depcheck errored")
            .When(Reports(Glibc, "depcheck", "FAILED", "armhfp")).Then($"changed.failed.reasons result: {Glibc} depcheck failed")
            .When(Reports(Glibc, "depcheck", "PASSED", "armhfp", after: 1)).Then($"changed.failed.reasons result: {Glibc} depcheck errored")
            .When(Reports(Glibc, "depcheck", "PASSED", "s390x", after: 1)).Then("changed.passed result");

    [Test]
    public void The_newest_of_all_counts_where_the_check_says_so() =>
        Given(Policy("- { testcase: depcheck, any: newest }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED", scenario: "run-1"))
            .When(Reports(Glibc, "depcheck", "PASSED", scenario: "run-2", after: 1)).Then("changed.passed result");

    [Test]
    public void A_run_that_begins_on_another_arch_after_a_pass_hides_nothing_until_it_ends() =>
        Given(AnyArch, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64"))
            .When(Reports(Glibc, "depcheck", "QUEUED", after: 1), Reports(Glibc, "depcheck", "RUNNING", "aarch64")).Then()
            .When(Reports(Glibc, "depcheck", "FAILED", "aarch64", after: 1)).Then($"changed.failed result: {Glibc} depcheck failed");

    [Test]
    public void What_was_queued_before_its_arch_was_known_is_over_when_it_went_on_elsewhere() =>
        Given(AnyArch, Defines(Glibc), Reports(Glibc, "depcheck", "QUEUED"))
            .When(Reports(Glibc, "depcheck", "PASSED", "x86_64", after: 1)).Then("complete.passed all_received");

    [Test]
    public void Scenarios_are_requirements_of_their_own() =>
        Given(Policy("- { testcase: start, subject: update, scenarios: [server, workstation] }"), Defines(Glibc))
            .When(Reports("U1", "start", "PASSED", "x86_64", "server")).Then()
            .When(Reports("U1", "start", "FAILED", scenario: "workstation"))
            .Then("first_failure: U1 start workstation failed", "complete.failed all_received: U1 start workstation failed");

    [Test]
    public void Where_any_arch_will_do_the_newest_of_the_worst_is_shown()
    {
        var said = Given(AnyArch, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", "x86_64", submitted: 0, after: 20))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64", submitted: 7)).Then($"changed.failed result: {Glibc} depcheck failed")
            .When(Reports(Glibc, "depcheck", "FAILED", "i386", submitted: 9), Reports(Glibc, "depcheck", "FAILED", "s390x", submitted: 8)).Then()
            .When(Closes(UpdateState.Withdrawn, time: 10)).Then($"closed withdrawn: {Glibc} depcheck failed");

        Assert.That(said.Said[0].Statement.Unsatisfied[0].SubmitTime, Is.EqualTo(Log.Start.AddMinutes(9)));
    }
}
