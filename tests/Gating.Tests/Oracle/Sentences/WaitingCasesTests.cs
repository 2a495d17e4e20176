using Gatehouse.Gating.Tests;

namespace Gatehouse.Oracle.Sentences;

/// <summary>Cases of rules 5, 6, 10 and 14 that the first edition decided otherwise.</summary>
public class WaitingCasesTests : OracleSentences
{
    private static readonly PolicyDraft Hour = Draft(Check("t")) with { Timeout = TimeSpan.FromHours(1) };

    [Test]
    public void An_error_of_what_is_waited_for_is_said_once_nothing_else_is_missing() =>
        Given(Policy(Check("t"), Check("l", essential: false)), Defines(A))
            .When(Reports(A, "l", "ERROR")).Then()
            .When(Reports(A, "t", "PASSED")).Then("first_error: a-1-1 l (optional) errored")
            .When(Reports(A, "l", "ERROR", after: 1)).Then();

    [Test]
    public void First_failure_goes_before_first_error_where_one_fact_causes_both() =>
        Given(Policy(Check("t"), Check("v")), Defines(A), Reports(A, "v", "ERROR"))
            .When(Reports(A, "t", "FAILED"))
            .Then("first_failure: a-1-1 t failed, a-1-1 v errored", "first_error: a-1-1 t failed, a-1-1 v errored");

    [Test]
    public void What_is_not_waited_for_counts_once_a_run_has_finished() =>
        Given(Set([Draft(Check("t"), Check("l", essential: false)) with { WaitForAll = false }]), Defines(A),
            Reports(A, "l", "RUNNING"))
            .Standing(s => (s.Counts.Running, s.Counts.Missing, s.Unsatisfied.Count), (0, 2, 1))
            .When(Reports(A, "t", "PASSED")).Then("complete.passed essential_received")
            .When(Reports(A, "l", "FAILED", after: 1)).Then("changed.info result: a-1-1 l (optional) failed");

    [Test]
    public void A_gate_without_an_essential_requirement_waits_for_all() =>
        Given(Set([Draft(Check("l", essential: false)) with { WaitForAll = false }])).When(Defines(A)).Then("opened")
            .When(Reports(A, "l", "FAILED")).Then("complete.info all_received: a-1-1 l (optional) failed");

    [Test]
    public void A_deadline_stands_still_while_results_cannot_be_recorded() =>
        Given(Set([Hour]), Defines(A))
            .When(Waits(61, lag: 5)).Then()
            .When(Reports(A, "t", "PASSED", submitted: 59)).Then("complete.passed all_received");

    [Test]
    public void And_is_acted_on_when_all_that_was_delivered_is_on_record_or_the_grace_is_over()
    {
        Given(Set([Hour]), Defines(A))
            .When(Waits(62, lag: 1)).Then("complete.failed deadline: a-1-1 t missing")
            .Saying(s => (s.LateBy, s.RecordedUntil), ((long?)120, (DateTimeOffset?)Facts.At(61)));
        Given(Set([Hour]), Defines(A))
            .When(Waits(91, lag: null)).Then("complete.failed deadline: a-1-1 t missing")
            .Saying(s => (s.LateBy, s.RecordedUntil), ((long?)(31 * 60), (DateTimeOffset?)null));
    }

    [Test]
    public void A_timeout_that_was_mistyped_leaves_ten_minutes_to_put_it_right() =>
        Given(Set([Hour]), Defines(A))
            .When(Set([Hour with { Timeout = TimeSpan.FromSeconds(1) }], after: 5)).Then()
            .Standing(s => s.Deadline, Facts.At(15))
            .When(Waits(1)).Then()
            .When(Set([Hour], after: 1)).Then().Standing(s => s.Deadline, Facts.At(60));

    [Test]
    public void A_deadline_that_had_passed_when_a_set_comes_into_force_is_acted_on_under_the_old_one() =>
        Given(Set([Hour]), Defines(A), Reports(A, "t", "ERROR"))
            .When(Set([Draft(Check("t"), Check("v")) with { Timeout = TimeSpan.FromHours(9) }], after: 61))
            .Then("complete.failed deadline: a-1-1 t errored",
                "changed.failed.reasons policy: a-1-1 t errored, a-1-1 v missing");

    [Test]
    public void Unless_what_was_delivered_by_then_is_not_on_record_yet() =>
        Given(Set([Hour]), Defines(A))
            .When(Set([Draft(Check("t"), Check("v")) with { Timeout = TimeSpan.FromHours(9) }], lag: 5, after: 61))
            .Then()
            .Standing(s => s.Deadline, Facts.At(60))
            .When(Waits(5)).Then("complete.failed deadline: a-1-1 t missing, a-1-1 v missing");

    [Test]
    public void A_waiver_from_a_clock_that_is_fast_does_not_hide_its_withdrawal() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED"))
            .When(Waives(A, "t", time: 9)).Then("changed.passed waiver: a-1-1 t failed waived by kparal")
            .When(Waives(A, "t", waived: false, time: 1, after: 1)).Then("changed.failed waiver: a-1-1 t failed");

    [Test]
    public void A_waiver_for_one_gate_is_none_for_another() =>
        Given(Policy(Check("t")), Defines(A, contexts: "push_testing push_stable"), Reports(A, "t", "FAILED"))
            .When(Waives(A, "t") with { DecisionContext = "push_testing" })
            .Then("push_testing changed.passed waiver: a-1-1 t failed waived by kparal")
            .When(Waives(A, "t", after: 1) with { Update = "U2" }).Then()
            .When(Waives(A, "t", waived: false, after: 1)).Then()
            .When(Waives(A, "t", waived: false, after: 1) with { DecisionContext = "push_testing" })
            .Then("push_testing changed.failed waiver: a-1-1 t failed");

    [Test]
    public void A_waiver_that_names_an_arch_takes_that_cell_out_and_no_other() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED", Arm))
            .When(Waives(A, "t", Arm)).Then("changed.passed waiver: a-1-1 t failed waived by kparal")
            .When(Reports(A, "t", "PASSED", X86, after: 1)).Then()
            .When(Reports(A, "t", "FAILED", X86, after: 1)).Then("changed.failed result: a-1-1 t failed");

    [Test]
    public void A_waiver_that_expires_is_none_from_then_on() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED"), Waives(A, "t") with { Expires = 10 })
            .When(Waits(9)).Then()
            .When(Waits(1)).Then("changed.failed waiver: a-1-1 t failed");

    [Test]
    public void That_it_would_still_wait_but_for_a_waiver_is_the_reason() =>
        Given(Policy(Check("t"), Check("v")), Defines(A), Reports(A, "v", "PASSED"))
            .When(Waives(A, "t")).Then("complete.passed waived: a-1-1 t missing waived by kparal");
}
