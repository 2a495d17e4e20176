using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>A property proves little if its histories never come where the rules differ.</summary>
public class ReachTests
{
    private const int Tried = 12_000;
    private const int Size = 50;

    // By rule. Each is noted by the oracle where the sentence decides something.
    private static readonly string[] Sentences =
    [
        "1.conflict_of_another_outcome", "1.conflict_of_the_same_outcome", "1.conflict_until_a_newer_result",
        "1.conflict_until_it_is_settled",
        "2.refused_for_several_subjects", "2.rejection_of_what_is_asked", "2.rejection_until_a_newer_result",
        "2.rejection_until_it_is_settled",
        "3.error_hides_no_failure", "3.error_hides_no_pass", "3.error_where_there_is_no_word",
        "3.newest_by_time_though_recorded_before", "3.of_equal_time_a_finished_one", "3.of_equal_time_the_later",
        "3.running_and_an_error_is_set_aside", "3.running_hides_no_pass", "3.running_over_a_failure",
        "3.runs_elsewhere_after_a_pass", "3.runs_elsewhere_before_the_pass", "3.runs_elsewhere_in_a_named_cell",
        "3.several_arches", "3.several_items", "3.time_ahead_is_arrival", "3.type_that_an_alias_stands_for",
        "3.variant_is_a_cell_of_its_own",
        "4.accepts_any_null_included", "4.any_newest", "4.check_for_a_type", "4.longest_timeout",
        "4.newest_of_the_worst", "4.not_packages", "4.over_by_a_finished_one", "4.over_by_a_pass",
        "4.over_by_group", "4.over_by_ref_url", "4.over_falls_back_on_nothing", "4.over_not_by_an_older_one",
        "4.over_not_by_another_arch", "4.over_not_by_one_that_names_no_more", "4.over_not_without_a_link",
        "4.packages_ask_nothing_of_other_subjects", "4.queued_is_over",
        "4.same_requirement_is_essential_if_either_says_so", "4.same_requirement_is_worst_if_either_says_so",
        "4.valid_since", "4.valid_until", "4.wait_for_holds_for_its_own_policy", "4.worst_of_several_cells",
        "5.essential_received_is_not_enough", "5.no_essential_waits_for_all", "5.not_waited_for_and_finished",
        "5.not_waited_for_counts_with_an_error", "5.not_waited_for_is_missing_until_then",
        "6.errored_and_something_is_missing", "6.first_error_again_in_another_opening",
        "6.first_error_once_an_opening", "6.first_failure_again_in_another_opening", "6.first_failure_and_complete",
        "6.first_failure_and_first_error", "6.first_failure_once_an_opening", "6.said_directly_after_opened",
        "6.waived_error_is_none", "6.waived_failure_is_none",
        "7.brake_by_a_set_that_was_not_released", "7.brake_for_a_kind", "7.brake_for_a_requirement_gone",
        "7.brake_for_essential", "7.brake_for_newest", "7.brake_for_no_policy", "7.brake_for_wait_for",
        "7.checks_of_other_packages", "7.matches_and_asks_nothing", "7.no_policy_in_time", "7.no_policy_waits",
        "7.nothing_on_purpose", "7.opened_by_the_first_set", "7.release_holds", "7.release_of_another_opening",
        "7.release_taken_back", "7.released_after_complete", "7.released_after_passed", "7.released_set_asks_less",
        "7.released_while_it_waits", "7.unchecked", "7.waived_and_finished", "7.waived_and_would_wait",
        "8.another_result_alone", "8.changed_by_Policy", "8.changed_by_Released", "8.changed_by_Result",
        "8.changed_by_Waiver", "8.failed_gate_goes_on_without_a_policy", "8.failed_gate_keeps_its_kinds",
        "8.failed_gate_keeps_what_is_unsatisfied", "8.failed_is_planned_anew", "8.kept_until_it_is_satisfied",
        "8.list_alone", "8.passed_keeps_its_set", "8.released_set_takes_it_away",
        "9.all_counts_under_the_first", "9.builds_since_of_an_edit", "9.builds_since_of_the_first",
        "9.closing_closes", "9.coming_back_is_a_new_bringing", "9.context_added", "9.context_added_from_its_edit",
        "9.context_removed", "9.cut_to_the_second", "9.definition_time_is_not_of_what_was_not_taken_up",
        "9.definition_time_not_on_record", "9.definition_time_of_a_closing",
        "9.definition_time_of_before_or_not_taken_up", "9.definition_time_of_now", "9.definition_time_of_two",
        "9.evidence_from_before", "9.evidence_from_the_very_second", "9.first_heard_of_as_closed", "9.mutable_type",
        "9.new_opening_in_place_of_one", "9.of_equal_time_a_closing_counts", "9.of_equal_time_the_later_counts",
        "9.older_edit_is_not_taken_up", "9.opened_in_the_moment_of_another", "9.other_edits_change_nothing",
        "9.product_version_starts_a_revision",
        "9.queued_and_finished_before", "9.queued_of_another_ref_url", "9.queued_without_arch_or_scenario",
        "9.reopening_starts_a_revision", "9.repeated_time_counts_as_recorded", "9.run_begins_with_its_own_time",
        "9.run_begins_with_its_ref_url", "9.run_begins_with_queued", "9.subjects_start_a_revision",
        "9.time_ahead_is_arrival", "9.what_does_not_count_is_passed_over",
        "10.acted_on_first_after_the_grace", "10.acted_on_first_by_the_watermark",
        "10.deadline_that_is_not_its_own", "10.decided_without_a_watermark", "10.late_by", "10.late_by_under_one",
        "10.longer_timeout", "10.no_other_fact_decides_at_the_deadline", "10.recorded_until",
        "10.shorter_timeout_is_never_later", "10.shorter_timeout_leaves_ten_minutes", "10.standing_deadline_stays",
        "10.stands_still_under_a_new_set",
        "14.absence_is_waived", "14.cell_taken_out_and_another_answers", "14.expired", "14.expired_when_recorded",
        "14.given_again", "14.newest_waiver_is_named", "14.of_another_context", "14.of_another_product_version",
        "14.of_another_update", "14.of_equal_time_the_later", "14.older_withdrawal_recorded_later",
        "14.passed_is_shown_as_passed", "14.time_ahead_is_arrival", "14.waived_by_its_cells", "14.withdrawn",
    ];

    private readonly HashSet<string> marks = new(StringComparer.Ordinal);
    private readonly List<Message> said = [];

    [OneTimeSetUp]
    public void Tell()
    {
        foreach (var history in Histories.Any().Generator.Sample(Tried, new Rnd(16), Size))
        {
            var told = new Told();
            said.AddRange(history.Deeds.SelectMany(told.Do));
            marks.UnionWith(told.Oracle.Marks);
        }
    }

    [Test]
    public void Histories_reach_every_sentence_of_the_rules() =>
        Assert.That(marks.Order(), Is.EqualTo(Sentences.Order()));

    [Test]
    public void Histories_reach_every_message_reason_and_verdict()
    {
        List<string> Of(string kind, Func<Message, object?> what) =>
            [.. said.Where(m => m.Kind == kind).Select(m => $"{what(m)}").Distinct()];

        Assert.That(Of("complete", m => m.Statement.Verdict), Is.EquivalentTo(new[] { "Passed", "Info", "Failed" }));
        Assert.That(Of("complete", m => m.Statement.Reason), Is.EquivalentTo(new[]
        {
            "AllReceived", "EssentialReceived", "Waived", "Deadline", "NothingRequired", "NoPolicy", "Released",
        }));
        Assert.That(Of("changed", m => m.Statement.Verdict), Is.EquivalentTo(new[] { "Passed", "Info", "Failed" }));
        Assert.That(Of("changed", m => m.Statement.Reason),
            Is.EquivalentTo(new[] { "Result", "Waiver", "Policy", "Released" }));
        Assert.That(Of("changed", m => m.Statement.Verdict == m.Statement.PreviousVerdict), Has.Count.EqualTo(2));
        Assert.That(Of("closed", m => m.Statement.Reason),
            Is.EquivalentTo(new[] { "Open", "Withdrawn", "Obsoleted", "Shipped" }));
        Assert.That(Of("first_failure", m => m.Statement.Revision), Has.Count.GreaterThan(1));
        Assert.That(Of("first_error", m => m.Statement.Revision), Has.Count.GreaterThan(1));
        Assert.That(said.Select(m => m.Statement.Conflicts).Distinct(), Has.Some.GreaterThan(1));
        Assert.That(said.Select(m => m.Statement.Rejections).Distinct(), Has.Some.GreaterThan(1));
    }
}
