using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Rule 10: what was recorded by the moment the deadline is acted on counts.</summary>
public class DeadlineTests : StorySentences
{
    private static readonly Deed TenMinutes = Policy("- { testcase: depcheck }\n- { testcase: rpmlint, essential: false }", timeout: "10m");
    private static readonly string Missing = $"complete.failed deadline: {Glibc} depcheck missing, {Glibc} rpmlint (optional) missing";

    [Test]
    public void What_is_recorded_before_it_is_acted_on_counts() =>
        Given(TenMinutes, Defines(Glibc), Reports(Glibc, "rpmlint", "PASSED"))
            .When(Reports(Glibc, "depcheck", "PASSED", after: 11)).Then("complete.passed all_received");

    [Test]
    public void What_is_recorded_after_it_was_acted_on_comes_as_changed() =>
        Given(TenMinutes, Defines(Glibc)).When(Waits(11)).Then(Missing)
            .When(Reports(Glibc, "depcheck", "PASSED")).Then($"changed.info result: {Glibc} rpmlint (optional) missing")
            .When(Waits(1)).Then();

    [Test]
    public void It_says_how_late_it_is_and_up_to_when_all_was_recorded()
    {
        var said = Given(TenMinutes, Defines(Glibc)).When(Waits(12, lag: 1)).Said[0].Statement;
        Assert.That((said.LateBy, said.RecordedUntil), Is.EqualTo((120L, Log.Start.AddMinutes(11))));
        var without = Given(TenMinutes, Defines(Glibc)).When(Waits(41, lag: null)).Said[0].Statement;
        Assert.That((without.LateBy, without.RecordedUntil), Is.EqualTo((31 * 60L, (DateTimeOffset?)null)));
    }

    [Test]
    public void It_stands_still_while_results_cannot_be_recorded() =>
        Given(TenMinutes, Defines(Glibc)).When(Waits(15, lag: 10)).Then().When(Waits(1, lag: 0)).Then(Missing);

    [Test]
    public void An_edit_or_a_closing_before_it_was_acted_on_comes_first()
    {
        Given(TenMinutes, Defines(Glibc)).When(Defines(Gcc, time: 1, after: 11)).Then("opened");
        Given(TenMinutes, Defines(Glibc)).When(Closes(UpdateState.Shipped, time: 1, after: 11))
            .Then($"closed shipped: {Glibc} depcheck missing, {Glibc} rpmlint (optional) missing");
    }

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
        var fold = new GateFold(story.Log.States);
        Saying[] Apply(DeadlinePassed passed) => [.. fold.Apply(new Fact(10, Log.Start.AddHours(1), null, passed))];

        Assert.That(Apply(noted with { Revision = 1 }), Is.Empty);
        Assert.That(Apply(noted with { Deadline = Log.Start.AddMinutes(10) }), Is.Empty);
        Assert.That(Apply(noted with { DecisionContext = "push_testing" }), Is.Empty);
        Assert.That(Apply(noted), Has.Length.EqualTo(1));
        Assert.That(Apply(noted), Is.Empty);
    }
}
