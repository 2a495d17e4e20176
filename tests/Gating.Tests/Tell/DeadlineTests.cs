using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rule 10: what was recorded by the deadline counts, whenever the deadline itself is acted on.</summary>
public class DeadlineTests : StorySentences
{
    private static readonly Deed TenMinutes = Policy("- { testcase: depcheck }\n- { testcase: rpmlint, essential: false }", timeout: "10m");
    private static readonly string Missing = $"complete.failed deadline: {Glibc} depcheck missing, {Glibc} rpmlint (optional) missing";

    [Test]
    public void What_is_recorded_at_the_deadline_is_in_time() =>
        Given(TenMinutes, Defines(Glibc), Reports(Glibc, "rpmlint", "PASSED"))
            .When(Reports(Glibc, "depcheck", "PASSED", after: 10)).Then("complete.passed all_received");

    [Test]
    public void What_is_recorded_after_a_deadline_that_nobody_noted_comes_as_changed() =>
        Given(TenMinutes, Defines(Glibc)).When(Reports(Glibc, "depcheck", "PASSED", after: 11))
            .Then(Missing, $"changed.info result: {Glibc} rpmlint (optional) missing")
            .When(Waits(1)).Then();

    [Test]
    public void A_deadline_that_is_noted_late_counts_what_came_in_time_only() =>
        Given(TenMinutes, Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", after: 9))
            .When(Waits(100)).Then($"complete.info deadline: {Glibc} rpmlint (optional) missing");

    [Test]
    public void What_was_in_the_log_before_the_set_that_brings_the_deadline_is_in_time_whatever_its_time() =>
        Given(Policy("- { testcase: depcheck }\n- { testcase: rpmlint, essential: false }"), Defines(Glibc), Reports(Glibc, "depcheck", "PASSED", after: 11))
            .When(Policy("- { testcase: depcheck }\n- { testcase: rpmlint, essential: false }", timeout: "10m", after: -2)).Then()
            .When(Waits(3)).Then($"complete.info deadline: {Glibc} rpmlint (optional) missing");

    [Test]
    public void A_deadline_that_has_passed_comes_before_an_edit() =>
        Given(TenMinutes, Defines(Glibc)).When(Defines(Gcc, time: 1, after: 11)).Then(Missing, "opened");

    [Test]
    public void A_deadline_that_has_passed_comes_before_a_closing() =>
        Given(TenMinutes, Defines(Glibc)).When(Closes(UpdateState.Shipped, time: 1, after: 11))
            .Then(Missing, $"closed shipped: {Glibc} depcheck missing, {Glibc} rpmlint (optional) missing");

    [Test]
    public void It_runs_from_when_the_definition_was_recorded_whatever_its_time_says()
    {
        var said = Given(TenMinutes).When(Defines(Glibc, time: -60, after: 5)).Said[0].Statement;

        Assert.That((said.OpenedAt, said.Deadline), Is.EqualTo((Log.Start.AddMinutes(5), Log.Start.AddMinutes(15))));
    }

    [Test]
    public void A_note_of_another_deadline_or_revision_is_nothing()
    {
        var story = Given(TenMinutes, Defines(Glibc), Defines(Gcc, time: 1, after: 1));
        var noted = new DeadlinePassed("U1", "push_stable", 2, Log.Start.AddMinutes(11));
        var fold = new GateFold(story.Log.States, Outcomes.Standard);
        Saying[] Apply(DeadlinePassed passed) => [.. fold.Apply(new Fact(10, Log.Start.AddHours(1), null, passed))];

        Assert.That(Apply(noted with { Revision = 1 }), Is.Empty);
        Assert.That(Apply(noted with { Deadline = Log.Start.AddMinutes(10) }), Is.Empty);
        Assert.That(Apply(noted with { DecisionContext = "push_testing" }), Is.Empty);
        Assert.That(Apply(noted), Has.Length.EqualTo(1));
        Assert.That(Apply(noted), Is.Empty);
    }

    [Test]
    public void What_a_deadline_decides_names_the_last_fact_that_was_known()
    {
        var story = Given(TenMinutes, Defines(Glibc)).When(Reports(Glibc, "depcheck", "PASSED", after: 11));

        Assert.That(story.Said.Select(s => (Line.KindOf(s), s.Position)), Is.EqualTo(new[] { ("complete", 2L), ("changed", 3L) }));
    }
}
