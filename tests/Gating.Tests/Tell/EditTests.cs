using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rule 9: edits, closings, reopenings.</summary>
public class EditTests : StorySentences
{
    private static readonly Deed Depcheck = Policy("- { testcase: depcheck }", after: 10);
    private static readonly string Failed = $"{Glibc} depcheck failed";

    [Test]
    public void Other_builds_start_a_revision_and_results_of_those_that_stayed_count()
    {
        var opened = Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Defines($"{Glibc} {Gcc}", time: 1, after: 5)).Then("opened").Said[0].Statement;

        Assert.That((opened.Revision, opened.OpenedAt, opened.Deadline), Is.EqualTo((2, Log.Start.AddMinutes(15), Log.Start.AddMinutes(15 + 480))));
        Assert.That(opened.Counts.Passed, Is.EqualTo(1));
    }

    [Test]
    public void Openings_of_definitions_that_were_recorded_in_one_moment_are_told_apart()
    {
        var story = Given(Depcheck, Defines(Glibc));
        var second = story.When(Defines(Gcc, time: 1)).Then("opened").Said[0].Statement.OpenedAt;
        var third = story.When(Defines(Glibc, time: 2)).Then("opened").Said[0].Statement.OpenedAt;

        Assert.That(new[] { Log.Start.AddMinutes(10), second, third }, Is.Unique.And.Ordered);
    }

    [Test]
    public void First_failure_and_complete_are_said_again() =>
        Given(Depcheck, Defines(Glibc)).When(Reports(Glibc, "depcheck", "FAILED")).Then($"first_failure: {Failed}", $"complete.failed all_received: {Failed}")
            .When(Defines($"{Glibc} {Gcc}", time: 1)).Then("opened", $"first_failure: {Failed}, {Gcc} depcheck missing")
            .When(Reports(Gcc, "depcheck", "PASSED")).Then($"complete.failed all_received: {Failed}");

    [Test]
    public void A_build_that_left_is_heard_no_more_and_one_that_comes_back_counts_again() =>
        Given(Depcheck, Defines(Glibc), Defines(Gcc, time: 1))
            .When(Reports(Glibc, "depcheck", "FAILED")).Then()
            .When(Defines(Glibc, time: 2)).Then("opened", $"first_failure: {Failed}", $"complete.failed all_received: {Failed}");

    [Test]
    public void Another_product_version_starts_a_revision() =>
        Given(Depcheck, Defines(Glibc)).When(Defines(Glibc, time: 1, version: "fedora-45")).Then("opened");

    [Test]
    public void Other_edits_change_nothing() =>
        Given(Depcheck, Defines($"{Glibc} {Gcc}")).When(Defines($"{Gcc} {Glibc}", time: 1)).Then();

    [Test]
    public void An_older_edit_is_not_taken_up_and_one_of_equal_time_is() =>
        Given(Depcheck, Defines(Glibc, time: 5)).When(Defines(Gcc, time: 4)).Then().When(Defines(Gcc, time: 5)).Then("opened");

    [Test]
    public void A_context_that_is_added_opens_its_gate_at_the_current_revision()
    {
        var opened = Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED"))
            .When(Defines(Glibc, time: 1, contexts: "push_stable push_testing", after: 7)).Then("push_testing opened", "push_testing complete.passed all_received")
            .Said[0].Statement;

        Assert.That((opened.Revision, opened.OpenedAt), Is.EqualTo((1, Log.Start.AddMinutes(17))));
    }

    [Test]
    public void A_context_that_is_removed_closes_its_gate() =>
        Given(Depcheck, Defines(Glibc, contexts: "push_stable push_testing"))
            .When(Defines(Glibc, time: 1, contexts: "push_testing")).Then($"closed open: {Glibc} depcheck missing")
            .When(Reports(Glibc, "depcheck", "PASSED")).Then("push_testing complete.passed all_received");

    [TestCase(UpdateState.Withdrawn, "withdrawn")]
    [TestCase(UpdateState.Obsoleted, "obsoleted")]
    [TestCase(UpdateState.Shipped, "shipped")]
    public void A_closing_closes_once_and_then_nothing_is_said(UpdateState state, string reason) =>
        Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED"))
            .When(Closes(state, time: 1)).Then($"closed {reason}: {Failed}")
            .When(Reports(Glibc, "depcheck", "PASSED", after: 1), Closes(UpdateState.Obsoleted, time: 2), Policy("- { testcase: rpmlint }"), Waits(1_000)).Then();

    [Test]
    public void A_closing_keeps_the_last_verdict()
    {
        var closed = Given(Depcheck, Defines(Glibc), Reports(Glibc, "depcheck", "FAILED")).When(Closes(UpdateState.Shipped, time: 1)).Said[0].Statement;
        Assert.That(closed.Verdict, Is.EqualTo(Verdict.Failed));
        var waiting = Given(Depcheck, Defines(Glibc)).When(Closes(UpdateState.Shipped, time: 1)).Said[0].Statement;
        Assert.That(waiting.Verdict, Is.Null);
    }

    [Test]
    public void A_reopening_is_a_revision_even_with_the_same_builds()
    {
        var opened = Given(Depcheck, Defines(Glibc), Closes(UpdateState.Withdrawn, time: 1))
            .When(Defines(Glibc, time: 2)).Then("opened").Said[0].Statement;

        Assert.That(opened.Revision, Is.EqualTo(2));
    }

    [Test]
    public void An_older_definition_does_not_reopen() =>
        Given(Depcheck, Defines(Glibc), Closes(UpdateState.Withdrawn, time: 5)).When(Defines(Gcc, time: 4)).Then();

    [Test]
    public void An_update_first_heard_of_as_closed_says_nothing_until_it_is_opened() =>
        Given(Depcheck).When(Closes(UpdateState.Withdrawn, time: 1)).Then().When(Defines(Glibc, time: 0)).Then().When(Defines(Glibc, time: 2)).Then("opened");

    [Test]
    public void Of_equal_time_a_closing_counts_whatever_came_first()
    {
        Given(Depcheck, Defines(Glibc, time: 5)).When(Closes(UpdateState.Withdrawn, time: 5)).Then($"closed withdrawn: {Glibc} depcheck missing");
        Given(Depcheck, Closes(UpdateState.Withdrawn, time: 5)).When(Defines(Glibc, time: 5)).Then();
    }

    [Test]
    public void A_time_ahead_of_arrival_counts_as_arrival_and_holds_nobody_up() =>
        Given(Depcheck, Defines(Glibc, time: 19)).When(Closes(UpdateState.Withdrawn, time: 11, after: 1)).Then($"closed withdrawn: {Glibc} depcheck missing");

    [Test]
    public void Other_subjects_start_a_revision() =>
        Given(Policy("- { testcase: boot, subject: compose }", after: 10), new Define("U1", "fedora-44", "push_stable", "", 0) { Subjects = "compose:C1" })
            .When(Reports("compose:C1", "boot", "PASSED")).Then("complete.passed all_received")
            .When(new Define("U1", "fedora-44", "push_stable", "", 1) { Subjects = "compose:C2" }).Then("opened");

    [Test]
    public void An_answer_about_the_update_itself_does_not_outlive_an_edit() =>
        Given(Policy("- { testcase: boot, subject: update }", after: 10), Defines(Glibc), Reports("U1", "boot", "PASSED"))
            .When(Defines(Gcc, time: 15, after: 10)).Then("opened")
            .When(Reports("U1", "boot", "PASSED", submitted: 14)).Then()
            .When(Reports("U1", "boot", "PASSED", after: 1)).Then("complete.passed all_received");

    [Test]
    public void A_run_that_was_queued_before_an_edit_says_nothing_of_it() =>
        Given(Policy("- { testcase: boot, subject: update }", after: 10), Defines(Glibc), Reports("U1", "boot", "QUEUED", after: 1))
            .When(Defines(Gcc, time: 12, after: 1)).Then("opened")
            .When(Reports("U1", "boot", "PASSED", "x86_64", after: 1)).Then()
            .When(Reports("U1", "boot", "QUEUED", after: 1)).Then()
            .When(Reports("U1", "boot", "PASSED", "x86_64", after: 1)).Then("complete.passed all_received");

    [Test]
    public void A_message_names_the_definition_that_it_is_about()
    {
        var story = Given(Depcheck, Defines(Glibc, time: 3)).When(Reports(Glibc, "depcheck", "PASSED"));
        Assert.That(story.Said[0].Statement.DefinitionTime, Is.EqualTo(Log.Start.AddMinutes(3)));
        Assert.That(story.When(Closes(UpdateState.Shipped, time: 4)).Said[0].Statement.DefinitionTime, Is.EqualTo(Log.Start.AddMinutes(4)));
    }
}
