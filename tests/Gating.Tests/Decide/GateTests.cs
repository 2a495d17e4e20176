using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

public class GateTests : DeciderSentences
{
    [Test]
    public void Some_of_what_is_waited_for_says_nothing() =>
        Given(Opened(Essential(Missing), Essential(Missing))).When(Hears(Essential(Missing), Essential(Passed))).Then();

    [Test]
    public void The_last_answer_completes() =>
        Given(Opened(Essential(Missing), Other(Passed))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Passed, GateReason.AllReceived));

    [Test]
    public void What_is_not_essential_is_waited_for_too_under_wait_for_all() =>
        Given(Opened(Essential(Missing), Other(Missing))).When(Hears(Essential(Missing), Essential(Passed))).Then();

    [Test]
    public void What_is_not_essential_is_not_waited_for_under_wait_for_essential() =>
        Given(Opened(Waits with { WaitForAll = false }, Essential(Missing), Other(Missing) with { Unsatisfied = false }))
            .When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Passed, GateReason.EssentialReceived));

    [Test]
    public void Everything_in_is_all_received_under_wait_for_essential_too() =>
        Given(Opened(Waits with { WaitForAll = false }, Essential(Missing), Other(Failed))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Info, GateReason.AllReceived));

    [Test]
    public void Something_not_essential_that_failed_makes_it_info() =>
        Given(Opened(Essential(Passed), Other(Missing))).When(Hears(Other(Missing), Other(Failed)))
            .Then(Completed(Verdict.Info, GateReason.AllReceived));

    [TestCase(Answer.Errored)]
    [TestCase(Answer.Running)]
    public void A_run_that_broke_or_goes_on_is_not_settled(Answer answer) =>
        Given(Opened(Essential(Missing))).When(Hears(Essential(Missing), Essential(answer))).Then();

    [Test]
    public void The_first_failure_is_said_at_once() =>
        Given(Opened(Essential(Missing), Essential(Missing))).When(Hears(Essential(Missing), Essential(Failed))).Then(FirstFailed());

    [Test]
    public void The_second_failure_is_not_said() =>
        Given(Opened(Essential(Failed), Essential(Missing), Essential(Missing)), FirstFailed())
            .When(Hears(Essential(Missing), Essential(Failed)))
            .Then();

    [Test]
    public void A_failure_of_something_not_essential_is_not_said() =>
        Given(Opened(Essential(Missing), Other(Missing))).When(Hears(Other(Missing), Other(Failed))).Then();

    [Test]
    public void A_waived_failure_is_no_first_failure() =>
        Given(Opened(Essential(Missing), Essential(Missing))).When(Hears(Essential(Missing), Waived(Essential(Failed)))).Then();

    [Test]
    public void A_fact_that_fails_and_completes_says_both_first_failure_first() =>
        Given(Opened(Essential(Missing))).When(Hears(Essential(Missing), Essential(Failed)))
            .Then(FirstFailed(), Completed(Verdict.Failed, GateReason.AllReceived));

    [Test]
    public void A_failure_after_complete_is_changed_and_no_first_failure() =>
        Given(Opened(Essential(Passed)), Completed(Verdict.Passed, GateReason.AllReceived))
            .When(Hears(Essential(Passed), Essential(Failed)))
            .Then(Changed(Verdict.Failed, Verdict.Passed));

    [Test]
    public void What_was_said_last_is_the_previous_verdict() =>
        Given(
                Opened(Essential(Passed)), Completed(Verdict.Passed, GateReason.AllReceived),
                Answered(Essential(Passed), Essential(Failed)), Changed(Verdict.Failed, Verdict.Passed))
            .When(Hears(Essential(Failed), Waived(Essential(Failed)), GateReason.Waiver))
            .Then(Changed(Verdict.Passed, Verdict.Failed, GateReason.Waiver));

    [Test]
    public void Another_list_alone_is_changed_to_the_same_verdict() =>
        Given(Opened(Essential(Failed)), Completed(Verdict.Failed, GateReason.AllReceived))
            .When(Hears(Essential(Failed), Essential(Errored)))
            .Then(Changed(Verdict.Failed, Verdict.Failed));

    [Test]
    public void The_same_answer_again_says_nothing() =>
        Given(Opened(Essential(Failed)), Completed(Verdict.Failed, GateReason.AllReceived))
            .When(Hears(Essential(Failed), Essential(Failed)))
            .Then();

    [Test]
    public void Time_that_is_up_counts_what_is_missing_against_it() =>
        Given(Opened(Essential(Passed), Essential(Missing))).When(g => g.PassDeadline(Deadline.AddSeconds(1)))
            .Then(Completed(Verdict.Failed, GateReason.Deadline, Deadline.AddSeconds(1)));

    [TestCase(Answer.Errored)]
    [TestCase(Answer.Running)]
    [TestCase(Answer.Missing)]
    public void Time_that_is_up_counts_what_is_not_settled_and_not_essential_as_info(Answer answer) =>
        Given(Opened(Essential(Passed), Other(answer))).When(g => g.PassDeadline(Deadline.AddSeconds(1)))
            .Then(Completed(Verdict.Info, GateReason.Deadline, Deadline.AddSeconds(1)));

    [Test]
    public void Time_is_not_up_before_or_at_the_deadline()
    {
        // What is recorded at the deadline is recorded by the deadline, and still counts.
        Given(Opened(Essential(Missing))).When(g => g.PassDeadline(Deadline.AddSeconds(-1))).Then();
        Given(Opened(Essential(Missing))).When(g => g.PassDeadline(Deadline)).Then();
    }

    [Test]
    public void Time_is_up_once() =>
        Given(Opened(Essential(Missing)), Completed(Verdict.Failed, GateReason.Deadline)).When(g => g.PassDeadline(Deadline.AddHours(1))).Then();

    [Test]
    public void Policies_that_need_nothing_complete_at_once() =>
        Given().When(_ => Gate.Open(Waits, default, Start)).Then(Opened(), Completed(Verdict.Passed, GateReason.NothingRequired));

    [Test]
    public void No_policy_passes_at_once_or_waits()
    {
        var unmatched = Waits with { Matched = false, Deadline = null };
        Given().When(_ => Gate.Open(unmatched, default, Start)).Then(Opened(unmatched), Completed(Verdict.Passed, GateReason.NoPolicy));
        var awaits = unmatched with { AwaitsPolicy = true };
        Given().When(_ => Gate.Open(awaits, default, Start)).Then(Opened(awaits));
    }

    [Test]
    public void What_is_known_when_it_opens_is_said_directly_after() =>
        Given().When(_ => Gate.Open(Waits, Tally.Of([Essential(Failed)]), Start))
            .Then(Opened(Essential(Failed)), FirstFailed(), Completed(Verdict.Failed, GateReason.AllReceived));

    [Test]
    public void A_closed_gate_hears_nothing_and_closes_once()
    {
        var closed = new Closed(GateReason.Shipped, Start);
        Given(Opened(Essential(Missing))).When(g => g.Close(GateReason.Shipped, Start)).Then(closed);
        Given(Opened(Essential(Missing)), closed).When(g => g.Close(GateReason.Shipped, Start)).Then();
        Given(Opened(Essential(Missing)), closed).When(Hears(Essential(Missing), Essential(Failed))).Then();
        Given(Opened(Essential(Missing)), closed).When(g => g.PassDeadline(Deadline.AddHours(1))).Then();
    }

    [Test]
    public void A_new_plan_that_is_out_of_time_and_shows_a_failure_says_both() =>
        Given(Opened(Other(Failed), Essential(Missing)))
            .When(g => g.Replan(Waits with { Deadline = Start.AddHours(1) }, Tally.Of([Essential(Failed), Essential(Missing)]), Start.AddHours(2)))
            .Then(new FirstFailed(Start.AddHours(2)), Completed(Verdict.Failed, GateReason.Deadline, Start.AddHours(2)));

    [Test]
    public void A_decided_gate_keeps_its_plan() =>
        Given(Opened(Essential(Passed)), Completed(Verdict.Passed, GateReason.AllReceived))
            .When(g => g.Replan(Waits, Tally.Of([Essential(Failed)]), Start))
            .Then();
}
