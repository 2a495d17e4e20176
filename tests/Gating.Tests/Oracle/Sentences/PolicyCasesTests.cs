using Gatehouse.Contracts;
using Gatehouse.Gating.Tests;

namespace Gatehouse.Oracle.Sentences;

/// <summary>Cases of rules 7 and 8 that the first edition decided otherwise: a gate never opens by accident.</summary>
public class PolicyCasesTests : OracleSentences
{
    private static readonly PolicyDraft Light = Draft(Check("light", essential: false)) with { Id = "light" };
    private static readonly PolicyDraft Strict = Draft(Check("t"));

    [Test]
    public void A_file_that_is_away_for_a_moment_lets_nothing_through() =>
        Given(Set([Light, Strict]), Defines(A), Reports(A, "light", "PASSED"))
            .When(Set([Light], after: 1)).Then()
            .When(Set([Light, Strict], after: 1)).Then()
            .When(Reports(A, "t", "FAILED"))
            .Then("first_failure: a-1-1 t failed", "complete.failed all_received: a-1-1 t failed");

    [Test]
    public void A_person_takes_it_away() =>
        Given(Set([Light, Strict]), Defines(A), Reports(A, "light", "PASSED"))
            .When(Set([Light], released: true, after: 1)).Then("complete.passed all_received");

    [Test]
    public void Fewer_arches_not_essential_essential_for_all_and_newest_for_worst_ask_less()
    {
        void IsBraked(PolicyDraft before, PolicyDraft after) =>
            Given(Set([before]), Defines(A)).When(Set([after])).Then()
                .Standing(s => s.Counts.Essential!.Requirements, before.Checks.Count(c => c.Essential));

        IsBraked(Draft(Check("t", X86), Check("t", Arm)), Draft(Check("t", X86)));
        IsBraked(Strict, Draft(Check("t", essential: false)));
        Given(Set([Draft(Check("t"), Check("l", essential: false))]), Defines(A), Reports(A, "t", "PASSED"))
            .When(Set([Draft(Check("t"), Check("l", essential: false)) with { WaitForAll = false }])).Then();
        Given(Set([Draft(Check("t"), Check("v"))]), Defines(A), Reports(A, "t", "FAILED", Arm),
            Reports(A, "t", "PASSED", X86, after: 1))
            .When(Set([Draft(Check("t") with { Newest = true }, Check("v"))])).Then()
            .When(Reports(A, "v", "PASSED")).Then("complete.failed all_received: a-1-1 t failed");
    }

    [Test]
    public void What_only_adds_takes_effect_at_once_and_a_first_failure_under_it_is_said() =>
        Given(Set([Strict]), Defines(A), Reports(A, "v", "FAILED"))
            .When(Set([Draft(Check("t"), Check("v"))])).Then("first_failure: a-1-1 t missing, a-1-1 v failed");

    [Test]
    public void An_update_that_nobody_asks_anything_of_waits_for_a_policy()
    {
        var mistyped = Strict with { Packages = ["z"] };
        Given(Set([mistyped])).When(Defines(A)).Then("opened")
            .Saying(s => (s.Counts.Unchecked, s.Builds[0].Verdict), (1, PartVerdict.Unchecked))
            .When(Set([Strict], after: 1)).Then()
            .When(Reports(A, "t", "PASSED")).Then("complete.passed all_received");
        Given(Set([Strict])).When(Defines("") with { Subjects = "compose:C1" }).Then("opened")
            .When(Waits(8 * 60)).Then()
            .When(Waits(1)).Then("complete.failed no_policy").Saying(s => s.LateBy, null);
    }

    [Test]
    public void Or_passes_where_the_setting_says_so_or_a_policy_says_so_on_purpose()
    {
        Given(Set([Strict with { Packages = ["z"] }], noPolicyWaits: false)).When(Defines(A))
            .Then("opened", "complete.passed no_policy");
        Given(Set([Draft()])).When(Defines(A)).Then("opened", "complete.passed nothing_required");
        Given(Set([Draft() with { Packages = ["z"] }])).When(Defines(A)).Then("opened");
    }

    [Test]
    public void A_policy_that_goes_while_its_gate_waits_is_no_way_out() =>
        Given(Set([Strict]), Defines(A))
            .When(Set([Strict with { ProductVersions = ["fedora-99"] }], after: 1)).Then()
            .When(Reports(A, "t", "PASSED")).Then("complete.passed all_received");

    [Test]
    public void A_gate_that_failed_for_want_of_a_policy_is_planned_when_there_is_one() =>
        Given(Set([Strict with { Packages = ["z"] }]), Defines(A), Waits(8 * 60 + 1))
            .When(Set([Strict], after: 1)).Then("changed.failed.reasons policy: a-1-1 t missing")
            .When(Reports(A, "t", "PASSED")).Then("changed.passed result");

    [Test]
    public void A_gate_that_failed_does_not_pass_without_what_a_newer_set_asks() =>
        Given(Set([Strict]), Defines(A), Reports(A, "t", "FAILED"))
            .When(Set([Draft(Check("t"), Check("security.scan"))], after: 1))
            .Then("changed.failed.reasons policy: a-1-1 t failed, a-1-1 security.scan missing")
            .When(Reports(A, "t", "PASSED", after: 1))
            .Then("changed.failed.reasons result: a-1-1 security.scan missing")
            .When(Reports(A, "security.scan", "PASSED")).Then("changed.passed result");

    [Test]
    public void Nor_because_a_requirement_went_unless_that_was_released() =>
        Given(Set([Draft(Check("typo"))]), Defines(A), Reports(A, "t", "PASSED"), Waits(8 * 60 + 1))
            .When(Set([Strict], after: 1)).Then()
            .When(Set([Strict], released: true, after: 1)).Then("changed.passed policy");

    [Test]
    public void What_it_keeps_goes_when_it_is_satisfied() =>
        Given(Set([Draft(Check("t"), Check("v"))]), Defines(A), Reports(A, "t", "FAILED"), Reports(A, "v", "FAILED"))
            .When(Set([Draft(Check("t"))], after: 1)).Then()
            .When(Reports(A, "v", "PASSED", after: 1)).Then("changed.failed.reasons result: a-1-1 t failed")
            .Saying(s => s.Counts.Requirements, 1)
            .When(Reports(A, "v", "FAILED", after: 1)).Then()
            .When(Reports(A, "t", "PASSED", after: 1)).Then("changed.passed result");

    [Test]
    public void A_gate_that_passed_keeps_the_set_it_passed_under() =>
        Given(Set([Strict]), Defines(A), Reports(A, "t", "PASSED"))
            .When(Set([Draft(Check("v"))], released: true)).Then()
            .When(Reports(A, "t", "FAILED", after: 1)).Then("changed.failed result: a-1-1 t failed");

    [Test]
    public void An_outcome_that_becomes_a_pass_lets_nothing_through_unless_it_was_released()
    {
        var fails = Set([Strict], outcome: "CRASHED", kind: OutcomeKind.Fail);
        Deed Passes(bool released) => Set([Strict], released, outcome: "CRASHED", kind: OutcomeKind.Pass, after: 1);
        Given(fails, Defines(A), Reports(A, "t", "CRASHED"))
            .When(Passes(false)).Then()
            .When(Passes(true)).Then("changed.passed policy");
        Given(fails, Defines(A)).When(Passes(false), Reports(A, "t", "CRASHED"))
            .Then("first_failure: a-1-1 t failed", "complete.failed all_received: a-1-1 t failed");
    }

    [Test]
    public void A_gate_is_let_go_by_name_and_that_is_taken_back()
    {
        Given(Set([Strict]), Defines(A))
            .When(new Release("U1", "push_stable")).Then("complete.passed released: a-1-1 t missing")
            .When(Reports(A, "t", "FAILED")).Then("changed.passed.reasons result: a-1-1 t failed")
            .Saying(s => s.Builds[0].Verdict, PartVerdict.Failed)
            .When(Waits(500)).Then()
            .When(new Release("U1", "push_stable", Released: false)).Then("changed.failed released: a-1-1 t failed");
        Given(Set([Strict]), Defines(A), Reports(A, "t", "FAILED"))
            .When(new Release("U1", "push_stable")).Then("changed.passed released: a-1-1 t failed");
        Given(Set([Strict]), Defines(A), Reports(A, "t", "PASSED"))
            .When(new Release("U1", "push_stable")).Then()
            .When(Reports(A, "t", "FAILED", after: 1)).Then("changed.passed.reasons result: a-1-1 t failed")
            .When(Defines(B, time: 1, after: 1)).Then("opened");
    }
}
