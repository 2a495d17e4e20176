using Gatehouse.Gating.Tests;

namespace Gatehouse.Oracle.Sentences;

/// <summary>Cases of rules 3 and 4 that the first edition decided otherwise.</summary>
public class CellCasesTests : OracleSentences
{
    [Test]
    public void A_pass_from_a_clock_that_is_fast_does_not_hide_what_follows() =>
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "PASSED", submitted: 9)).Then("complete.passed all_received")
            .When(Reports(A, "t", "FAILED", submitted: 1, after: 1)).Then("changed.failed result: a-1-1 t failed")
            .When(Reports(A, "t", "FAILED", after: 1)).Then()
            .Standing(s => s.Unsatisfied[0].SubmitTime, Facts.At(2));

    [Test]
    public void A_run_that_is_queued_or_runs_does_not_hide_a_pass_where_any_arch_is_accepted() =>
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "PASSED", X86, submitted: 0) with { Groups = "g1" })
            .Then("complete.passed all_received")
            .When(Reports(A, "t", "QUEUED", submitted: 1, after: 9) with { Groups = "g2" }).Then()
            .When(Reports(A, "t", "RUNNING", X86, submitted: 2) with { Groups = "g2" }).Then()
            .When(Reports(A, "t", "PASSED", X86, submitted: 3) with { Groups = "g2" }).Then();

    [Test]
    public void Nor_does_a_second_arch() =>
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "PASSED", X86, submitted: 0)).Then("complete.passed all_received")
            .When(Reports(A, "t", "RUNNING", Arm, submitted: 1, after: 9)).Then()
            .When(Reports(A, "t", "PASSED", Arm, submitted: 2)).Then();

    [Test]
    public void But_its_failure_counts() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "PASSED", X86))
            .When(Reports(A, "t", "FAILED", Arm, after: 1)).Then("changed.failed result: a-1-1 t failed");

    [Test]
    public void A_second_arch_that_began_before_the_first_had_passed_is_waited_for() =>
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "RUNNING", Arm, submitted: 1, after: 9)).Then()
            .When(Reports(A, "t", "PASSED", X86, submitted: 2)).Then();

    [Test]
    public void Of_one_second_a_finished_result_counts_over_a_run()
    {
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "FAILED", submitted: 1, after: 2))
            .Then("first_failure: a-1-1 t failed", "complete.failed all_received: a-1-1 t failed")
            .When(Reports(A, "t", "RUNNING", submitted: 1)).Then();
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "RUNNING", submitted: 1, after: 2))
            .When(Reports(A, "t", "FAILED", submitted: 1))
            .Then("first_failure: a-1-1 t failed", "complete.failed all_received: a-1-1 t failed");
    }

    [Test]
    public void A_failure_of_another_scenario_stays_unless_the_newest_of_any_counts()
    {
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED", scenario: "run-1"))
            .When(Reports(A, "t", "PASSED", scenario: "run-2", after: 1)).Then();
        Given(Policy(Check("t") with { Newest = true }), Defines(A), Reports(A, "t", "FAILED", scenario: "run-1"))
            .When(Reports(A, "t", "PASSED", scenario: "run-2", after: 1)).Then("changed.passed result");
    }

    [Test]
    public void An_error_hides_no_pass() =>
        Given(Policy(Check("t")), Defines(A))
            .When(Reports(A, "t", "PASSED")).Then("complete.passed all_received")
            .When(Reports(A, "t", "ERROR", after: 1)).Then();

    [Test]
    public void An_error_hides_no_failure() =>
        Given(Policy(Check("t")), Defines($"{A} {B}"))
            .When(Reports(A, "t", "FAILED"), Reports(A, "t", "ERROR", after: 1))
            .Then("first_failure: a-1-1 t failed, b-1-1 t missing")
            .When(Reports(B, "t", "PASSED", after: 1)).Then("complete.failed all_received: a-1-1 t failed");

    [Test]
    public void A_pass_of_one_arch_does_not_hide_the_failure_of_another() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED", X86))
            .When(Reports(A, "t", "PASSED", Arm, after: 1)).Then();

    [Test]
    public void A_variant_is_a_cell_of_its_own() =>
        Given(Policy(Check("t", X86)), Defines(A), Reports(A, "t", "FAILED", X86) with { Variant = "Server" })
            .When(Reports(A, "t", "PASSED", X86, after: 1) with { Variant = "Cloud" }).Then()
            .When(Reports(A, "t", "PASSED", X86, after: 1) with { Variant = "Server" }).Then("changed.passed result");

    [Test]
    public void What_ran_on_elsewhere_is_over_whatever_its_cell_answered_before() =>
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "FAILED", submitted: 0))
            .When(Reports(A, "t", "QUEUED", submitted: 1, after: 9))
            .Then("changed.failed.reasons result: a-1-1 t running")
            .When(Reports(A, "t", "PASSED", X86, submitted: 2)).Then("changed.passed result");

    [Test]
    public void A_run_that_was_cancelled_silently_is_over_when_another_passes()
    {
        var queued = Reports(A, "t", "QUEUED", submitted: 1, after: 9) with { Groups = "g1" };
        Given(Policy(Check("t")), Defines(A), queued)
            .When(Reports(A, "t", "PASSED", X86, submitted: 2) with { Groups = "g2" })
            .Then("complete.passed all_received");
        Given(Policy(Check("t")), Defines(A),
            Reports(A, "t", "PASSED", X86, submitted: 2, after: 9) with { Groups = "g2" })
            .When(queued with { Minutes = 0 }).Then();
    }

    [Test]
    public void What_failed_elsewhere_without_a_link_does_not_end_a_run() =>
        Given(Policy(Check("t"), Check("v")), Defines(A),
            Reports(A, "t", "QUEUED", submitted: 1, after: 9) with { RefUrl = "r1" }, Reports(A, "v", "ERROR"))
            .When(Reports(A, "t", "ERROR", X86, submitted: 2) with { RefUrl = "r2" })
            .Then("first_error: a-1-1 t errored, a-1-1 v errored")
            .When(Reports(A, "t", "PASSED", X86, submitted: 3) with { RefUrl = "r1" }).Then();

    [Test]
    public void A_result_of_several_items_and_arches_counts_in_each_cell() =>
        Given(Policy(Check("t", X86), Check("t", Arm)), Defines($"{A} {B}"))
            .When(Reports(A, "t", "PASSED", X86) with { FurtherItems = B, FurtherArches = Arm })
            .Then("complete.passed all_received");

    [Test]
    public void An_alias_of_a_type_is_the_type_it_stands_for() =>
        Given(Policy(Check("t")), Defines(A), Reports($"brew-build:{A}", "t", "FAILED"))
            .When(Reports(A, "t", "PASSED", after: 1)).Then("changed.passed result");

    [Test]
    public void A_conflict_of_another_outcome_is_counted_until_a_newer_result()
    {
        var named = Reports(A, "t", "PASSED", X86, submitted: 0) with { Id = "77" };
        Given(Policy(Check("t"), Check("v")), Defines(A), named)
            .When(named with { Outcome = "FAILED", Submitted = 1 }).Then()
            .Standing(s => (s.Conflicts, s.Rejections), (1, 0))
            .When(Reports(A, "t", "PASSED", Arm, after: 2)).Then()
            .Standing(s => s.Conflicts, 1)
            .When(Reports(A, "t", "PASSED", X86, after: 2)).Then()
            .Standing(s => s.Conflicts, 0);
    }

    [Test]
    public void A_rejection_is_shown_until_a_newer_result_or_until_it_is_settled()
    {
        var story = Given(Policy(Check("t")), Defines(A), Reports(A, "t", "PASSED"))
            .When(new Refuse(A, "t", null, null, "FAILED", 12)).Then()
            .Standing(s => s.Rejections, 1);
        story.When(Reports(A, "t", "PASSED", after: 1)).Then().Standing(s => s.Rejections, 0);
        Given(Policy(Check("t")), Defines(A), Reports(A, "t", "PASSED"), new Refuse(A, "t", null, null, null))
            .When(new Discard(0)).Then().Standing(s => s.Rejections, 0);
    }
}
