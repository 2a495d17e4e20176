using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class ViewsPageTests
{
    private static readonly Subject Glibc = Subject.OfBuild("glibc-2.42-7.fc44");
    private static readonly Subject Gcc = Subject.OfBuild("gcc-16.0.1-3.fc44");

    [Test]
    public void However_the_log_was_cut_into_pages_the_rows_are_the_same() =>
        Prop.ForAll(Facts.Histories, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (history, sizes) =>
        {
            var (cut, whole) = (MemoryViews.Of(history, [.. sizes]), MemoryViews.Of(history));

            Assert.That(cut.Results.Select(Text), Is.EqualTo(whole.Results.Select(Text)));
            Assert.That(cut.Cells.Select(c => Text(c.Key, c.Value)), Is.EquivalentTo(whole.Cells.Select(c => Text(c.Key, c.Value))));
            Assert.That(cut.Updates.Values.Select(Text), Is.EquivalentTo(whole.Updates.Values.Select(Text)));
            Assert.That(cut.Evidence, Is.EqualTo(whole.Evidence));
            Assert.That(cut.Refused, Is.EqualTo(whole.Refused));
            Assert.That(cut.Definitions, Is.EqualTo(whole.Definitions));
            Assert.That(cut.Rejections.Select(r => string.Join(',', r.Updates)), Is.EqualTo(whole.Rejections.Select(r => string.Join(',', r.Updates))));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_result_is_announced_with_what_a_naive_look_at_the_log_before_it_says() =>
        Prop.ForAll(Facts.Histories, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (history, sizes) =>
        {
            foreach (var row in MemoryViews.Of(history, [.. sizes]).Results)
            {
                var before = history.Take((int)row.Sequence - 1).ToList();
                var cell = before.OfType<ResultRecorded>().Where(r => r.Cells.Contains(row.Cell)).ToList();
                var newest = NewestOf(row.Cell, before);

                Assert.That(row.InCell.Newest, Is.EqualTo(newest is null || NewestOf(row.Cell, [.. before, row.Result]) == row.Result));
                if (row.Cell.Subject.Type == Subject.Build)
                {
                    Assert.That(row.InCell.TimesSeen, Is.EqualTo(cell.Count + 1));
                    Assert.That(row.InCell.PreviousOutcome, Is.EqualTo(newest?.Outcome));
                }

                Assert.That(row.Updates, Is.EqualTo(OpenUpdatesOf(before, row.Result.Subjects)));
            }
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Updates_defined_in_any_order_end_as_their_newest_definitions_say() =>
        Prop.ForAll(Facts.Histories, history =>
        {
            var views = MemoryViews.Of(history, 3);

            foreach (var said in history.OfType<UpdateRecorded>().GroupBy(u => u.Alias))
            {
                var update = views.Updates[said.Key];
                Assert.That(update.State, Is.EqualTo(NewestOf(said).State));
                Assert.That(update.Content?.Builds, Is.EqualTo(ContentOf(said)?.Builds));
            }
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_result_of_several_items_and_arches_lands_in_each_of_their_cells_and_is_its_first_ones_to_announce()
    {
        var several = Facts.Passed(Glibc.Id, "x86_64") with { FurtherItems = [Gcc.Id], FurtherArches = ["aarch64"] };

        var views = MemoryViews.Of([Facts.Passed(Gcc.Id, "aarch64") with { Outcome = "FAILED" }, several]);

        var rows = views.Results.Where(r => r.Sequence == 2).ToList();
        Assert.That(rows.Select(r => (r.Place, r.Cell.Subject, r.Cell.Arch, r.InCell.PreviousOutcome)), Is.EqualTo(new[]
        {
            ((short)0, Glibc, "x86_64", null), ((short)1, Glibc, "aarch64", null), ((short)2, Gcc, "x86_64", null), ((short)3, Gcc, "aarch64", "FAILED"),
        }));
        Assert.That(views.Cells.Values.Select(c => c.TimesSeen), Is.EquivalentTo(new[] { 1, 1, 1, 2 }));
    }

    [Test]
    public void A_variant_is_a_cell_of_its_own()
    {
        var views = MemoryViews.Of([Facts.Passed(Glibc.Id), Facts.Passed(Glibc.Id) with { Variant = "Server" }]);

        Assert.That(views.Results.Select(r => r.InCell), Is.All.EqualTo(new ResultPlace(null, 1, true)));
    }

    [Test]
    public void The_words_in_force_when_a_result_is_recorded_say_whether_it_is_finished()
    {
        var crashed = Facts.Passed(Glibc.Id) with { Outcome = "CRASHED" };

        Assert.That(NewestAfter(OutcomeKind.Running), Is.EqualTo("PASSED"));
        Assert.That(NewestAfter(OutcomeKind.Fail), Is.EqualTo("CRASHED"));

        string NewestAfter(OutcomeKind kind) => MemoryViews.Of([Words(kind), Facts.Passed(Glibc.Id), crashed], 1).Cells.Values.Single().Outcome;
    }

    [Test]
    public void An_open_update_is_named_by_results_about_itself_and_about_all_that_it_holds()
    {
        var compose = new Subject("compose", "Fedora-44-20261129.n.0");
        var update = new UpdateRecorded
        {
            Alias = "U1", ProductVersion = "fedora-44", DecisionContexts = ["push_stable"], Builds = [Glibc.Id], Subjects = [compose], State = UpdateState.Open, Time = Facts.Epoch,
        };
        var other = update with { Alias = "U0", Subjects = null };
        var about = new[] { Glibc, Subject.OfUpdate("U1"), compose, Gcc, Subject.OfUpdate("U2") };

        var views = MemoryViews.Of([update, other, .. about.Select(subject => Facts.Passed(Glibc.Id) with { Subject = subject })], 1);

        Assert.That(views.Results.Select(r => string.Join(',', r.Updates)), Is.EqualTo(new[] { "U0,U1", "U1", "U1", "", "" }));
    }

    [Test]
    public void What_is_refused_is_kept_with_the_cells_that_a_conflict_would_have_changed()
    {
        var about = new RejectedResult([Glibc, Gcc], "dist.depcheck", null, ["x86_64", "i386"], null, "FAILED", Facts.Epoch.AddMinutes(1));
        var failed = Facts.Passed(Gcc.Id, "i386") with { Outcome = "FAILED" };

        var refused = MemoryViews.Of([failed, Rejected(about, conflict: true), Rejected(about, conflict: false)], 1).Refused;

        Assert.That(refused.Where(r => r.Conflict).Select(r => (r.Cell.Subject, r.Cell.Arch)), Is.EqualTo(new[] { (Glibc, "x86_64"), (Glibc, "i386"), (Gcc, "x86_64") }));
        Assert.That(refused.Where(r => r.Conflict).Select(r => r.Time), Is.All.EqualTo(about.SubmitTime));
        Assert.That(refused.Where(r => !r.Conflict).Select(r => (r.Cell.Subject, r.Cell.Arch, r.Time)), Is.EqualTo(new[]
        {
            (Glibc, (string?)null, MemoryViews.RecordedAt(3)), (Gcc, null, MemoryViews.RecordedAt(3)),
        }));
    }

    private static MessageRejected Rejected(RejectedResult about, bool conflict) => new()
    {
        Id = Guid.NewGuid(), Kind = Kinds.Result, Reasons = [], ReceivedAt = Facts.Epoch, Exchange = "gatehouse.results", RoutingKey = "", Size = 1, Truncated = false,
        Conflict = conflict, About = about,
    };

    private static PolicySetInForce Words(OutcomeKind crashed) => new("sha256:1", [], "wait")
    {
        Vocabulary = Vocabulary.Default with { Added = new Dictionary<string, OutcomeKind> { ["CRASHED"] = crashed } },
    };

    /// <summary>One after the other, each by the words in force then.</summary>
    private static ResultRecorded? NewestOf(Cell cell, IReadOnlyList<object> log)
    {
        var (outcomes, newest) = (Outcomes.Standard, (ResultRecorded?)null);
        foreach (var fact in log)
        {
            if (fact is PolicySetInForce policies)
            {
                outcomes = policies.Vocabulary!.Outcomes;
            }
            else if (fact is ResultRecorded result && result.Cells.Contains(cell))
            {
                var (isOver, wasOver) = (outcomes.KindOf(result.Outcome) != OutcomeKind.Running, newest is null || outcomes.KindOf(newest.Outcome) != OutcomeKind.Running);
                newest = newest is null || result.SubmitTime > newest.SubmitTime || (result.SubmitTime == newest.SubmitTime && (isOver || !wasOver)) ? result : newest;
            }
        }

        return newest;
    }

    // OrderBy keeps the log's order among equals, so the last is the one that counts.
    private static UpdateRecorded NewestOf(IEnumerable<UpdateRecorded> said) => said.OrderBy(u => u.Time).ThenBy(u => u.State != UpdateState.Open).Last();

    private static UpdateRecorded? ContentOf(IEnumerable<UpdateRecorded> said) => said.Where(u => u.Builds is not null).OrderBy(u => u.Time).LastOrDefault();

    private static List<string> OpenUpdatesOf(IEnumerable<object> before, IEnumerable<Subject> subjects) =>
        [.. before.OfType<UpdateRecorded>().GroupBy(u => u.Alias)
            .Where(said => NewestOf(said).State == UpdateState.Open && ContentOf(said) is { } content
                && content.Builds!.Select(Subject.OfBuild).Concat(content.Subjects ?? []).Append(Subject.OfUpdate(said.Key)).Intersect(subjects).Any())
            .Select(said => said.Key)
            .Order(StringComparer.Ordinal)];

    private static string Text(ResultRow row) => $"{row.Sequence} {row.Place} {row.CellKey} {row.InCell} {string.Join(',', row.Updates)}";

    private static string Text(Guid key, CellState cell) => $"{key} {cell with { History = null }} {(cell.History is { } history ? Convert.ToHexString(Packed.Of(history)) : null)}";

    private static string Text(UpdateRecord u) =>
        $"{u with { Content = null, Window = EvidenceWindow.Unheard }} {u.Content?.Time} {string.Join(',', u.Content?.All ?? [])} {Convert.ToHexString(Packed.Of(u.Window))}";
}
