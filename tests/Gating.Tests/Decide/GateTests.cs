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
        Given(Opened(Essential(Missing), Unwaited(Missing))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Passed, GateReason.EssentialReceived));

    [Test]
    public void Everything_in_is_all_received_under_wait_for_essential_too() =>
        Given(Opened(Essential(Missing), Unwaited(Failed))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Info, GateReason.AllReceived));

    [Test]
    public void A_waiver_of_what_has_not_finished_is_why_it_is_complete() =>
        Given(Opened(Essential(Missing), Waived(Essential(Running)))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Passed, GateReason.Waived));

    [Test]
    public void A_waiver_of_a_failure_is_not() =>
        Given(Opened(Essential(Missing), Waived(Essential(Failed)))).When(Hears(Essential(Missing), Essential(Passed)))
            .Then(Completed(Verdict.Passed, GateReason.AllReceived));

    [Test]
    public void Something_not_essential_that_failed_makes_it_info() =>
        Given(Opened(Essential(Passed), Other(Missing))).When(Hears(Other(Missing), Other(Failed)))
            .Then(Completed(Verdict.Info, GateReason.AllReceived));

    [Test]
    public void A_run_that_goes_on_is_not_settled() =>
        Given(Opened(Essential(Missing))).When(Hears(Essential(Missing), Essential(Running))).Then();

    [Test]
    public void A_run_that_broke_is_said_once_when_nothing_else_is_waited_for() =>
        Given(Opened(Essential(Missing), Essential(Missing))).When(Hears(Essential(Missing), Essential(Errored))).Then();

    [Test]
    public void The_last_that_breaks_is_the_first_error() =>
        Given(Opened(Essential(Failed), Essential(Missing)), FirstFailed()).When(Hears(Essential(Missing), Essential(Errored))).Then(FirstErrored());

    [Test]
    public void The_first_error_is_said_once_and_not_of_what_is_waived()
    {
        Given(Opened(Essential(Errored), Essential(Missing)), FirstErrored()).When(Hears(Essential(Missing), Essential(Errored))).Then();
        Given(Opened(Essential(Missing), Essential(Running))).When(Hears(Essential(Missing), Waived(Essential(Errored)))).Then();
    }

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
            .When(Hears(Essential(Failed), Essential(Running)))
            .Then(Changed(Verdict.Failed, Verdict.Failed));

    [Test]
    public void The_same_answer_again_says_nothing() =>
        Given(Opened(Essential(Failed)), Completed(Verdict.Failed, GateReason.AllReceived))
            .When(Hears(Essential(Failed), Essential(Failed)))
            .Then();

    [Test]
    public void Time_that_is_up_counts_what_is_missing_against_it() =>
        Given(Opened(Essential(Passed), Essential(Missing))).When(g => g.PassDeadline(Deadline.AddSeconds(1.9), Deadline))
            .Then(Completed(Verdict.Failed, GateReason.Deadline, Deadline.AddSeconds(1.9), 1, Deadline));

    [TestCase(Answer.Errored)]
    [TestCase(Answer.Running)]
    [TestCase(Answer.Missing)]
    public void Time_that_is_up_counts_what_is_not_settled_and_not_essential_as_info(Answer answer) =>
        Given(Opened(Essential(Passed), Other(answer))).When(g => g.PassDeadline(Deadline, null))
            .Then(Completed(Verdict.Info, GateReason.Deadline, Deadline));

    [Test]
    public void Time_is_up_once() =>
        Given(Opened(Essential(Missing)), Completed(Verdict.Failed, GateReason.Deadline)).When(g => g.PassDeadline(Deadline.AddHours(1), null)).Then();

    [Test]
    public void Nothing_that_is_asked_on_purpose_completes_at_once()
    {
        var nothing = Waits with { Asks = Asks.NothingOnPurpose };
        Given().When(_ => Gate.Open(nothing, default, Start)).Then(new Opened(nothing, default, Start), Completed(Verdict.Passed, GateReason.NothingRequired));
    }

    [Test]
    public void No_policy_passes_at_once_or_waits_and_fails()
    {
        var unmatched = Waits with { Asks = Asks.NoPolicy };
        Given().When(_ => Gate.Open(unmatched, default, Start)).Then(new Opened(unmatched, default, Start), Completed(Verdict.Passed, GateReason.NoPolicy));
        var awaits = unmatched with { AwaitsPolicy = true };
        Given().When(_ => Gate.Open(awaits, default, Start)).Then(new Opened(awaits, default, Start));
        Given(new Opened(awaits, default, Start)).When(g => g.PassDeadline(Deadline.AddSeconds(5), Deadline))
            .Then(Completed(Verdict.Failed, GateReason.NoPolicy, Deadline.AddSeconds(5)));
    }

    [Test]
    public void What_is_known_when_it_opens_is_said_directly_after() =>
        Given().When(_ => Gate.Open(Waits, TallyOf(Essential(Failed)), Start))
            .Then(Opened(Essential(Failed)), FirstFailed(), Completed(Verdict.Failed, GateReason.AllReceived));

    [Test]
    public void A_closed_gate_hears_nothing_and_closes_once()
    {
        var closed = new Closed(GateReason.Shipped, Start);
        Given(Opened(Essential(Missing))).When(g => g.Close(GateReason.Shipped, Start)).Then(closed);
        Given(Opened(Essential(Missing)), closed).When(g => g.Close(GateReason.Shipped, Start)).Then();
        Given(Opened(Essential(Missing)), closed).When(Hears(Essential(Missing), Essential(Failed))).Then();
        Given(Opened(Essential(Missing)), closed).When(g => g.PassDeadline(Deadline.AddHours(1), null)).Then();
        Given(Opened(Essential(Missing)), closed).When(g => g.LetGo("operator", Start)).Then();
    }

    [Test]
    public void A_gate_that_is_let_go_passes_and_stays_passed_whatever_arrives()
    {
        Given(Opened(Essential(Missing))).When(g => g.LetGo("operator", Start)).Then(Completed(Verdict.Passed, GateReason.Released));
        Given(Opened(Essential(Failed)), Completed(Verdict.Failed, GateReason.Deadline)).When(g => g.LetGo("operator", Start))
            .Then(Changed(Verdict.Passed, Verdict.Failed, GateReason.Released));
        Given(Opened(Essential(Missing)), new LetGo("operator"), Completed(Verdict.Passed, GateReason.Released))
            .When(Hears(Essential(Missing), Essential(Failed)))
            .Then(Changed(Verdict.Passed, Verdict.Passed));
    }

    [Test]
    public void Taken_back_its_verdict_is_that_of_the_rules()
    {
        var letGo = new GateEvent[] { Opened(Essential(Missing)), new LetGo("operator"), Completed(Verdict.Passed, GateReason.Released) };
        Given(letGo).When(g => g.TakeBack(Start)).Then(Changed(Verdict.Failed, Verdict.Passed, GateReason.Released));
        Given([.. letGo, Answered(Essential(Missing), Essential(Passed))]).When(g => g.TakeBack(Start)).Then();
        Given(Opened(Essential(Missing))).When(g => g.TakeBack(Start)).Then();
    }

    [Test]
    public void A_gate_that_passed_keeps_its_plan_and_one_that_failed_takes_another()
    {
        Given(Opened(Essential(Passed)), Completed(Verdict.Passed, GateReason.AllReceived))
            .When(g => g.Replan(Waits, TallyOf(Essential(Failed)), true, Start)).Then();
        Given(Opened(Essential(Failed)), Completed(Verdict.Failed, GateReason.AllReceived))
            .When(g => g.Replan(Waits, TallyOf(Essential(Passed)), true, Start)).Then(Changed(Verdict.Passed, Verdict.Failed, GateReason.Policy));
    }
}
