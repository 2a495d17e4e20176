using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class ViewsPageTests
{
    [Test]
    public void However_the_log_was_cut_into_pages_the_rows_are_the_same() =>
        Prop.ForAll(Facts.Histories, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (history, sizes) =>
        {
            var (cut, whole) = (MemoryViews.Of(history, [.. sizes]), MemoryViews.Of(history));

            Assert.That(cut.Results.Select(Text), Is.EqualTo(whole.Results.Select(Text)));
            Assert.That(cut.Cells.Select(c => Text(c.Key, c.Value)), Is.EquivalentTo(whole.Cells.Select(c => Text(c.Key, c.Value))));
            Assert.That(cut.Updates.Values.Select(Text), Is.EquivalentTo(whole.Updates.Values.Select(Text)));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_result_is_announced_with_what_a_naive_look_at_the_log_before_it_says() =>
        Prop.ForAll(Facts.Histories, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (history, sizes) =>
        {
            foreach (var row in MemoryViews.Of(history, [.. sizes]).Results)
            {
                var before = history.Take((int)row.Sequence - 1).ToList();
                var cell = before.OfType<ResultRecorded>().Where(r => r.Cell == row.Result.Cell).ToList();

                Assert.That(row.Place.TimesSeen, Is.EqualTo(cell.Count + 1));
                // OrderBy keeps the log's order among equal times, so the last is the one that counts.
                Assert.That(row.Place.PreviousOutcome, Is.EqualTo(cell.OrderBy(r => r.SubmitTime).LastOrDefault()?.Outcome));
                Assert.That(row.Place.Newest, Is.EqualTo(cell.All(r => r.SubmitTime <= row.Result.SubmitTime)));
                Assert.That(row.Updates, Is.EqualTo(OpenUpdatesOf(before, row.Result.Subject.Id)));
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
                Assert.That(update.State, Is.EqualTo(said.OrderBy(u => u.Time).Last().State));
                Assert.That(update.Content?.Builds, Is.EqualTo(said.Where(u => u.Builds is not null).OrderBy(u => u.Time).LastOrDefault()?.Builds));
            }
        }).QuickCheckThrowOnFailure();

    private static List<string> OpenUpdatesOf(IEnumerable<object> before, string build) =>
        [.. before.OfType<UpdateRecorded>().GroupBy(u => u.Alias)
            .Where(said => said.OrderBy(u => u.Time).Last().State == UpdateState.Open
                && said.Where(u => u.Builds is not null).OrderBy(u => u.Time).LastOrDefault()?.Builds?.Contains(build) == true)
            .Select(said => said.Key)
            .Order(StringComparer.Ordinal)];

    private static string Text(ResultRow row) => $"{row.Sequence} {row.CellKey} {row.Place} {string.Join(',', row.Updates)}";

    private static string Text(Guid key, CellState cell) => $"{key} {cell with { History = null }} {(cell.History is { } history ? Convert.ToHexString(Packed.Of(history)) : null)}";

    private static string Text(UpdateRecord u) => $"{u with { Content = null }} {u.Content?.Time} {string.Join(',', u.Content?.Builds ?? [])}";
}
