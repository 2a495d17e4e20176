using Gatehouse.Gating.Tests;

namespace Gatehouse.Oracle.Sentences;

/// <summary>Cases of rule 9 that the first edition decided otherwise, or not at all.</summary>
public class DefinitionCasesTests : OracleSentences
{
    [Test]
    public void A_definition_from_a_clock_that_is_fast_does_not_hide_the_closing_that_follows() =>
        Given(Policy(Check("t")), Defines(A, time: 9))
            .When(Closes(time: 1, after: 1)).Then("closed withdrawn: a-1-1 t missing")
            .When(Reports(A, "t", "PASSED")).Then();

    [Test]
    public void Of_one_second_a_closing_counts_in_whatever_order()
    {
        Given(Policy(Check("t")), Defines(A, time: 1, after: 2)).When(Closes(time: 1))
            .Then("closed withdrawn: a-1-1 t missing");
        Given(Policy(Check("t")), Closes(time: 1, after: 2)).When(Defines(A, time: 1)).Then();
    }

    [Test]
    public void A_context_that_is_given_back_opens_its_gate_anew_from_then() =>
        Given(Policy(Check("t")), Defines(A, contexts: "push_stable push_testing"), Reports(A, "t", "PASSED"))
            .When(Defines(A, time: 1, contexts: "push_testing", after: 1)).Then("closed open")
            .When(Defines(A, time: 2, after: 1))
            .Then("push_testing closed open", "opened", "complete.passed all_received")
            .Saying(s => (s.Revision, s.OpenedAt, s.Deadline), (1, Facts.At(2), (DateTimeOffset?)Facts.At(482)));

    [Test]
    public void Another_compose_starts_a_revision()
    {
        var compose = new CheckDraft("boot", false, null, null, true) { OfType = "compose" };
        Given(Policy(compose), Defines("") with { Subjects = "compose:C1" }, Reports("compose:C1", "boot", "PASSED"))
            .When(Defines("", time: 1, after: 2) with { Subjects = "compose:C2" }).Then("opened")
            .Saying(s => s.Revision, 2)
            .When(Reports("productmd-compose:C2", "boot", "PASSED", after: 1)).Then("complete.passed all_received");
    }

    [Test]
    public void A_definition_sent_again_with_a_newer_time_keeps_a_closing_of_before_out() =>
        Given(Policy(Check("t")), Defines(A, time: 1, after: 9), Defines(A, time: 3))
            .When(Closes(time: 2)).Then()
            .When(Reports(A, "t", "PASSED")).Then("complete.passed all_received")
            .Saying(s => s.DefinitionTime, Facts.At(3));

    [Test]
    public void A_failing_build_that_is_taken_out_and_given_back_fails_again() =>
        Given(Policy(Check("t")), Defines($"{A} {B}"), Reports(A, "t", "FAILED"), Reports(B, "t", "PASSED"))
            .When(Defines(B, time: 1, after: 2)).Then("opened", "complete.passed all_received")
            .Saying(s => s.Revision, 2)
            .When(Defines($"{A} {B}", time: 2, after: 2))
            .Then("opened", "first_failure: a-1-1 t failed", "complete.failed all_received: a-1-1 t failed")
            .Saying(s => s.Revision, 3);

    [Test]
    public void An_update_first_heard_of_as_closed_says_nothing_and_its_first_definition_takes_all()
    {
        Given(Policy(OfUpdate("t")), Closes(time: 0)).Then();
        Given(Policy(OfUpdate("t")), Closes(time: 0), Reports("U1", "t", "PASSED", submitted: -60))
            .When(Defines(A, time: 1, after: 2)).Then("opened", "complete.passed all_received");
        Given(Policy(OfUpdate("t")), Closes(time: 0), Reports("U1", "t", "PASSED", submitted: -60))
            .When(Defines(A, time: 1, after: 2) with { BuildsSince = -1 }).Then("opened");
    }

    [Test]
    public void A_group_that_every_run_shares_does_not_make_an_old_run_of_a_new_one() =>
        Given(
                Policy(OfUpdate("t")), Defines(A),
                Reports("U1", "t", "QUEUED", submitted: 0) with { Groups = "bodhi.U1" },
                Reports("U1", "t", "PASSED", submitted: 30, after: 60) with { Groups = "bodhi.U1" })
            .When(Defines(B, time: 60, after: 60)).Then("opened")
            .When(Reports("U1", "t", "QUEUED", submitted: 65) with { Groups = "bodhi.U1" }).Then()
            .When(Reports("U1", "t", "PASSED", submitted: 90) with { Groups = "bodhi.U1" })
            .Then("complete.passed all_received");

    [Test]
    public void A_run_that_was_queued_before_the_edit_does_not_count_though_queued_without_an_arch()
    {
        Given(Policy(OfUpdate("t")), Defines(A), Reports("U1", "t", "QUEUED", submitted: 1, after: 30))
            .When(Defines(B, time: 2)).Then("opened")
            .When(Reports("U1", "t", "PASSED", X86, submitted: 5)).Then()
            .When(Reports("U1", "t", "PASSED", X86, submitted: 6)).Then("complete.passed all_received");
        Given(Policy(OfUpdate("t")), Defines(A),
            Reports("U1", "t", "RUNNING", submitted: 1, after: 30) with { RefUrl = "job/1" })
            .When(Defines(B, time: 2)).Then("opened")
            .When(Reports("U1", "t", "PASSED", X86, submitted: 5) with { RefUrl = "job/1" }).Then()
            .When(Reports("U1", "t", "PASSED", X86, submitted: 6) with { RefUrl = "job/2" })
            .Then("complete.passed all_received");
    }

    [Test]
    public void What_ran_while_the_definition_was_on_its_way_counts() =>
        Given(Policy(OfUpdate("t")), Defines(A))
            .When(Defines(B, time: 1, after: 60)).Then("opened")
            .When(Reports("U1", "t", "QUEUED", submitted: 1.01), Reports("U1", "t", "PASSED", submitted: 30))
            .Then("complete.passed all_received");

    [Test]
    public void A_client_of_whole_seconds_is_in_time() =>
        Given(Policy(OfUpdate("t")), Defines(A), Defines(B, time: 1.01, after: 60))
            .When(Reports("U1", "t", "PASSED", submitted: 1)).Then("complete.passed all_received");

    [Test]
    public void A_straggler_of_the_revision_before_is_passed_over() =>
        Given(
                Policy(OfUpdate("t")), Defines(A),
                Reports("U1", "t", "RUNNING", X86, submitted: 1) with { RefUrl = "job/1" },
                Defines(B, time: 2, after: 60),
                Reports("U1", "t", "PASSED", X86, submitted: 30) with { RefUrl = "job/2" })
            .When(Reports("U1", "t", "FAILED", X86, submitted: 40) with { RefUrl = "job/1" }).Then();

    [Test]
    public void A_reopening_without_a_change_keeps_what_counted() =>
        Given(Policy(OfUpdate("t")), Defines(A), Defines(B, time: 1, after: 2),
            Reports("U1", "t", "PASSED", submitted: 2))
            .When(Closes(time: 3, after: 2)).Then("closed withdrawn")
            .When(Defines(B, time: 4, after: 1)).Then("opened", "complete.passed all_received");

    [Test]
    public void A_result_that_names_its_definition_counts_exactly_for_that()
    {
        var late = Reports("U1", "t", "FAILED", submitted: 9) with { DefinitionTime = 0 };
        Given(Policy(OfUpdate("t")), Defines(A), Defines(B, time: 2, after: 10)).When(late).Then();
        var early = Reports("U1", "t", "PASSED", submitted: 1) with { DefinitionTime = 2 };
        Given(Policy(OfUpdate("t")), Defines(A), Defines(B, time: 2, after: 10)).When(early)
            .Then("complete.passed all_received");
    }

    [Test]
    public void A_definition_that_is_not_taken_up_can_change_what_counts() =>
        Given(Policy(OfUpdate("t")), Defines(A), Defines(B, time: 2, after: 10),
            Reports("U1", "t", "PASSED") with { DefinitionTime = 1 })
            .When(Defines(A, time: 1)).Then("changed.failed result: U1 t missing");

    [Test]
    public void A_waiver_of_the_update_before_its_change_does_not_count() =>
        Given(Policy(OfUpdate("t")), Defines(A), Waives("U1", "t")).When(Defines(B, time: 1, after: 2)).Then("opened");
}
