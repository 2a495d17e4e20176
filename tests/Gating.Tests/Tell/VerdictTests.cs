namespace Gatehouse.Gating.Tests;

/// <summary>Rules 5 to 8: waiting, first failure, complete, changed.</summary>
public class VerdictTests : StorySentences
{
    private const string DepcheckAndRpmlint = "- { testcase: depcheck }\n- { testcase: rpmlint, essential: false }";

    [Test]
    public void Wait_for_all_waits_for_what_only_informs() =>
        Given(Policy(DepcheckAndRpmlint), Defines(Glibc))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then()
            .When(Reports(Glibc, "rpmlint", "FAILED")).Then($"complete.info all_received: {Glibc} rpmlint (optional) failed");

    [Test]
    public void Wait_for_essential_says_passed_before_and_info_later() =>
        Given(Policy(DepcheckAndRpmlint, waitFor: "essential"), Defines(Glibc))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then("complete.passed essential_received")
            .When(Reports(Glibc, "rpmlint", "RUNNING")).Then()
            .When(Reports(Glibc, "rpmlint", "FAILED", after: 1)).Then($"changed.info result: {Glibc} rpmlint (optional) failed")
            .When(Reports(Glibc, "rpmlint", "RUNNING", after: 1)).Then($"changed.info.reasons result: {Glibc} rpmlint (optional) running");

    [Test]
    public void Wait_for_essential_counts_what_only_informs_once_a_run_of_it_has_finished() =>
        Given(Policy(DepcheckAndRpmlint, waitFor: "essential"), Defines(Glibc), Reports(Glibc, "rpmlint", "ERROR"))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then($"complete.info essential_received: {Glibc} rpmlint (optional) errored");

    [Test]
    public void At_the_deadline_what_only_informs_and_never_came_is_info_under_wait_for_all() =>
        Given(Policy(DepcheckAndRpmlint), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Waits(481)).Then($"complete.info deadline: {Glibc} rpmlint (optional) missing");

    [Test]
    public void At_the_deadline_what_only_informs_and_never_came_is_not_named_under_wait_for_essential() =>
        Given(Policy(DepcheckAndRpmlint, waitFor: "essential"), Defines(Glibc))
            .When(Waits(481)).Then($"complete.failed deadline: {Glibc} depcheck missing");

    [Test]
    public void One_failure_is_said_of_many() =>
        Given(Policy("- { testcase: depcheck, arches: [x86_64, i386] }\n- { testcase: upgradepath }"), Defines(Glibc))
            .When(Reports(Glibc, "depcheck", "FAILED", "x86_64"))
            .Then($"first_failure: {Glibc} depcheck x86_64 failed, {Glibc} depcheck i386 missing, {Glibc} upgradepath missing")
            .When(Reports(Glibc, "depcheck", "FAILED", "i386")).Then()
            .When(Reports(Glibc, "depcheck", "PASSED", "x86_64", after: 1), Reports(Glibc, "depcheck", "FAILED", "x86_64", after: 1)).Then()
            .When(Reports(Glibc, "upgradepath", "PASSED"))
            .Then($"complete.failed all_received: {Glibc} depcheck x86_64 failed, {Glibc} depcheck i386 failed");

    [Test]
    public void A_deadline_without_a_failure_says_no_first_failure() =>
        Given(Policy("- { testcase: depcheck }"), Defines(Glibc)).When(Waits(481)).Then($"complete.failed deadline: {Glibc} depcheck missing")
            .When(Reports(Glibc, "depcheck", "FAILED")).Then($"changed.failed.reasons result: {Glibc} depcheck failed");

    [Test]
    public void Each_change_carries_the_verdict_before_it()
    {
        var story = Given(Policy("- { testcase: depcheck }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Reports(Glibc, "depcheck", "FAILED", after: 1), Reports(Glibc, "depcheck", "ERROR", after: 1), Reports(Glibc, "depcheck", "PASSED", after: 1))
            .Then($"changed.failed result: {Glibc} depcheck failed", "changed.passed result");

        Assert.That(story.Said.Select(s => s.Statement.PreviousVerdict.ToString()), Is.EqualTo(new[] { "Passed", "Failed" }));
    }

    [Test]
    public void Another_result_alone_is_no_change() =>
        Given(Policy("- { testcase: depcheck }"), Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Reports(Glibc, "depcheck", "FAILED", after: 1), Reports(Glibc, "depcheck", "NEEDS_INSPECTION", after: 1), Reports(Glibc, "depcheck", "FAILED", "i386")).Then();

    [Test]
    public void A_late_result_changes_what_the_deadline_said() =>
        Given(Policy("- { testcase: depcheck }"), Defines(Glibc), Waits(481))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then("changed.passed result");

    [Test]
    public void Two_gates_of_one_update_speak_for_themselves() =>
        Given(
                Policies("id: testing\nmatch: { decision_contexts: [push_testing] }\nchecks: [{ testcase: depcheck }]\n---\nid: stable\nmatch: { decision_contexts: [push_stable] }\nchecks: [{ testcase: depcheck }, { testcase: rpmlint }]"),
                Defines(Glibc, contexts: "push_testing push_stable"))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then("push_testing complete.passed all_received")
            .When(Reports(Glibc, "rpmlint", "PASSED")).Then("complete.passed all_received");

    [Test]
    public void One_build_in_two_updates_is_heard_by_both() =>
        Given(Policy("- { testcase: depcheck }"), Defines(Glibc), Defines($"{Glibc} {Gcc}", alias: "U2"))
            .When(Reports(Glibc, "depcheck", "PASSED")).Then("complete.passed all_received")
            .When(Reports(Gcc, "depcheck", "PASSED")).Then("U2 complete.passed all_received");

    [Test]
    public void A_check_of_the_update_itself_is_asked_once_however_many_builds() =>
        Given(Policy("- { testcase: start, subject: update }"), Defines($"{Glibc} {Gcc}"))
            .When(Reports(Glibc, "start", "PASSED")).Then()
            .When(Reports("U1", "start", "PASSED")).Then("complete.passed all_received");

    [Test]
    public void Nothing_that_is_asked_on_purpose_passes_at_once() =>
        Given(Policies("id: nothing\nchecks: []")).When(Defines(Glibc)).Then("opened", "complete.passed nothing_required");

    [TestCase("id: a\nmatch: { packages: [kernel] }\nchecks: [{ testcase: depcheck }]", Description = "its builds are not in packages")]
    [TestCase("id: a\nmatch: { packages: [kernel] }\nchecks: []", Description = "nothing is asked on purpose, but of others")]
    [TestCase("id: a\nmatch: { exclude_packages: ['g*'] }\nchecks: [{ testcase: depcheck }]")]
    [TestCase("id: a\nchecks: [{ testcase: depcheck, subject: compose }]", Description = "it has no subject of that type")]
    [TestCase(NoneMatches)]
    public void What_no_policy_asks_anything_of_waits_for_one_and_fails_in_the_end_or_passes_as_configured(string yaml)
    {
        Given(Policies(yaml)).When(Defines(Glibc)).Then("opened")
            .When(Waits(480)).Then()
            .When(Waits(1)).Then("complete.failed no_policy");
        Given(Policies(yaml, NoPolicy.Pass)).When(Defines(Glibc)).Then("opened", "complete.passed no_policy");
    }

    [Test]
    public void A_gate_without_anything_essential_waits_for_all() =>
        Given(Policy("- { testcase: rpmlint, essential: false }", waitFor: "essential")).When(Defines(Glibc)).Then("opened")
            .When(Reports(Glibc, "rpmlint", "PASSED")).Then("complete.passed all_received");

    [Test]
    public void Errors_alone_are_said_when_nothing_else_is_to_come() =>
        Given(Policy("- { testcase: depcheck, arches: [x86_64, i386] }"), Defines(Glibc), Reports(Glibc, "depcheck", "ERROR", "x86_64"))
            .When(Reports(Glibc, "depcheck", "FAILED", "i386"))
            .Then(
                $"first_failure: {Glibc} depcheck i386 failed, {Glibc} depcheck x86_64 errored",
                $"first_error: {Glibc} depcheck i386 failed, {Glibc} depcheck x86_64 errored")
            .When(Reports(Glibc, "depcheck", "RUNNING", "x86_64", after: 1), Reports(Glibc, "depcheck", "ERROR", "x86_64", after: 1)).Then();
}
