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
        Assert.That(update.OpenSubjects, Is.Empty);
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
    public void An_older_edit_is_not_taken_up()
    {
        var (update, takenUp) = FoldAll(Open, Open with { Builds = [], Time = Open.Time.AddSeconds(-1) });

        Assert.That(update.Content!.Builds, Is.EqualTo(Open.Builds));
        Assert.That(takenUp, Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Of_equal_times_the_edit_recorded_later_counts()
    {
        var (update, takenUp) = FoldAll(Open, Open with { Builds = [] });

        Assert.That(update.Content!.Builds, Is.Empty);
        Assert.That(takenUp, Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public void Of_equal_times_a_closing_counts_over_a_definition_in_either_order()
    {
        var closing = Closing with { Time = Open.Time };

        Assert.That(FoldAll(Open, closing) is { Update.State: UpdateState.Withdrawn, TakenUp: [true, true] });
        Assert.That(FoldAll(closing, Open) is { Update.State: UpdateState.Withdrawn, TakenUp: [true, false] });
    }

    [Test]
    public void A_definition_of_a_clock_that_runs_ahead_is_outdone_by_a_closing_of_now()
    {
        var at = Facts.Epoch.AddHours(1);
        var (ahead, _) = UpdateFold.Fold(null, 1, at, Open with { Time = at.AddMinutes(9) });

        var (closed, takenUp) = UpdateFold.Fold(ahead, 2, at.AddSeconds(1), Closing with { Time = at.AddSeconds(1) });

        Assert.That((ahead.Time, closed.State, takenUp), Is.EqualTo((at.AddMinutes(9), UpdateState.Withdrawn, true)));
    }

    [Test]
    public void It_remembers_when_it_was_first_heard_of() =>
        Assert.That(Fold(Open, Closing).FirstRecordedAt, Is.EqualTo(RecordedAt(0)));

    [Test]
    public void It_holds_itself_its_builds_and_its_other_subjects()
    {
        var compose = new Subject("compose", "Fedora-44-20261129.n.0");

        Assert.That(Fold(Open with { Subjects = [compose] }).OpenSubjects, Is.EquivalentTo(new[] { Subject.OfUpdate("U1"), Subject.OfBuild(Open.Builds![0]), compose }));
        Assert.That(Fold(Open with { Builds = null, Subjects = [compose] }).OpenSubjects, Is.EquivalentTo(new[] { Subject.OfUpdate("U1"), compose }));
    }

    [Test]
    public void Under_the_first_definition_all_evidence_counts_unless_it_says_since_when()
    {
        Assert.That(Fold(Open).Window.Since, Is.Null);
        Assert.That(Fold(Open, Open with { Title = "t", Time = Open.Time.AddMinutes(5) }).Window.Since, Is.Null);
        Assert.That(Fold(Open with { BuildsSince = Facts.Epoch.AddMilliseconds(-500) }).Window.Since, Is.EqualTo(Facts.Epoch.AddSeconds(-1)), "in whole seconds");
    }

    [Test]
    public void An_edit_of_builds_subjects_or_product_says_since_when_evidence_counts()
    {
        var edited = Open.Time.AddMinutes(5);

        Assert.That(Fold(Open, Open with { Builds = ["gcc-16.0.1-3.fc44"], Time = edited }).Window.Since, Is.EqualTo(edited));
        Assert.That(Fold(Open, Open with { Subjects = [new Subject("compose", "A")], Time = edited }).Window.Since, Is.EqualTo(edited));
        Assert.That(Fold(Open, Open with { ProductVersion = "fedora-45", Time = edited, BuildsSince = edited.AddMinutes(-1) }).Window.Since, Is.EqualTo(edited.AddMinutes(-1)));
        Assert.That(Fold(Open, Open with { Builds = ["gcc-16.0.1-3.fc44"] }).Window.Since, Is.EqualTo(RecordedAt(1)), "a time that is repeated is not when these builds came");
    }

    [Test]
    public void A_reopening_that_changes_none_of_the_three_keeps_what_counted()
    {
        var edit = Open with { Builds = ["gcc-16.0.1-3.fc44"], Time = Open.Time.AddMinutes(5) };
        var again = edit with { Title = "once more", Time = Closing.Time.AddMinutes(5) };

        var window = Fold(Open, edit, Closing, again).Window;

        Assert.That(window.Since, Is.EqualTo(edit.Time));
        Assert.That(window.Stretch, Is.EqualTo(new[] { edit.Time, again.Time }));
        Assert.That(window.Others, Is.EqualTo(new[] { Open.Time }));
    }

    private static DateTimeOffset RecordedAt(int place) => Facts.Epoch.AddDays(1).AddSeconds(place);

    private static UpdateRecord Fold(params UpdateRecorded[] said) => FoldAll(said).Update;

    private static (UpdateRecord Update, bool[] TakenUp) FoldAll(params UpdateRecorded[] said)
    {
        UpdateRecord? update = null;
        var taken = new List<bool>();
        for (var i = 0; i < said.Length; i++)
        {
            (update, var takenUp) = UpdateFold.Fold(update, i + 1, RecordedAt(i), said[i]);
            taken.Add(takenUp);
        }

        return (update!, [.. taken]);
    }
}
