using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class UpdateFoldTests
{
    private static readonly UpdateRecorded Open = new()
    {
        Alias = "U1", ProductVersion = "fedora-44", DecisionContexts = ["push_stable"], Builds = ["glibc-2.42-7.fc44"], State = UpdateState.Open, Time = Facts.Epoch,
    };

    private static readonly UpdateRecorded Closing = new() { Alias = "U1", State = UpdateState.Withdrawn, Time = Facts.Epoch.AddHours(1) };

    [Test]
    public void A_closing_that_says_no_more_leaves_what_the_update_holds()
    {
        var update = Fold(Open, Closing);

        Assert.That(update.State, Is.EqualTo(UpdateState.Withdrawn));
        Assert.That(update.Content!.Builds, Is.EqualTo(Open.Builds));
        Assert.That(update.OpenBuilds, Is.Empty);
    }

    [Test]
    public void A_closing_that_comes_before_its_definition_ends_in_the_same_update()
    {
        var update = Fold(Closing, Open);

        Assert.That(update.State, Is.EqualTo(UpdateState.Withdrawn));
        Assert.That(update.Content!.Builds, Is.EqualTo(Open.Builds));
        Assert.That(update.Time, Is.EqualTo(Closing.Time));
    }

    [Test]
    public void An_older_edit_is_not_taken_up() =>
        Assert.That(Fold(Open, Open with { Builds = [], Time = Open.Time.AddSeconds(-1) }).Content!.Builds, Is.EqualTo(Open.Builds));

    [Test]
    public void Of_equal_times_the_edit_recorded_later_counts() =>
        Assert.That(Fold(Open, Open with { Builds = [] }).Content!.Builds, Is.Empty);

    [Test]
    public void It_remembers_when_it_was_first_heard_of() =>
        Assert.That(Fold(Open, Closing).FirstRecordedAt, Is.EqualTo(Facts.Epoch));

    private static UpdateRecord Fold(params UpdateRecorded[] said) => said
        .Select((definition, i) => (definition, i))
        .Aggregate((UpdateRecord?)null, (update, next) => UpdateFold.Fold(update, next.i + 1, Facts.Epoch.AddSeconds(next.i), next.definition))!;
}
