using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>The views' tables, kept in memory: each page is given what it touches and nothing else, as from the database.</summary>
internal sealed class MemoryViews
{
    public Dictionary<Guid, CellState> Cells { get; } = [];

    public Dictionary<Guid, CheckHistory> Checks { get; } = [];

    public Dictionary<(Guid Testcase, short Bucket), long> Turnarounds { get; } = [];

    public Dictionary<string, UpdateRecord> Updates { get; } = new(StringComparer.Ordinal);

    public List<ResultRow> Results { get; } = [];

    private long sequence;

    /// <summary>Folds a history, cut into pages of these sizes over and over.</summary>
    public static MemoryViews Of(IEnumerable<object> history, params int[] pageSizes)
    {
        var views = new MemoryViews();
        var rest = history.ToList();
        for (var i = 0; rest.Count > 0; i++)
        {
            var size = Math.Clamp(pageSizes.Length == 0 ? rest.Count : pageSizes[i % pageSizes.Length], 1, rest.Count);
            views.Fold(rest[..size]);
            rest.RemoveRange(0, size);
        }

        return views;
    }

    // As it comes back from the database.
    private static T? Again<T>(T? history) where T : class => history is null ? null : Packed.Read<T>(Packed.Of(history));

    private void Fold(List<object> facts)
    {
        var results = facts.OfType<ResultRecorded>().ToList();
        var known = results.Select(r => r.Cell.Key()).Distinct().Where(Cells.ContainsKey).ToDictionary(key => key, key => Cells[key]);
        var open = new OpenUpdates();
        foreach (var build in results.Select(r => r.Subject.Id))
        {
            foreach (var update in Updates.Values.Where(u => u.OpenBuilds.Contains(build)))
            {
                open.Add(build, update.Alias);
            }
        }

        var spokenOf = facts.OfType<UpdateRecorded>().Select(u => u.Alias).Distinct().Where(Updates.ContainsKey).Select(alias => Updates[alias]);
        var keys = new PageKeys();
        var page = new ViewsPage(known, spokenOf, open, HistoryRows.KeysOf(results, keys).Where(Checks.ContainsKey).ToDictionary(key => key, key => Checks[key]), keys);
        foreach (var fact in facts)
        {
            sequence++;
            page.Fold(sequence, Facts.Epoch.AddSeconds(sequence), fact);
        }

        Results.AddRange(page.Results);
        foreach (var (key, cell) in page.Cells)
        {
            Cells[key] = cell.State with { History = Again(cell.State.History) };
        }

        foreach (var (key, check) in page.Checks)
        {
            Checks[key] = check with { Days = Again(check.Days) };
        }

        foreach (var (bucket, runs) in page.Turnarounds)
        {
            Turnarounds[bucket] = Turnarounds.GetValueOrDefault(bucket) + runs;
        }

        foreach (var update in page.Updates)
        {
            Updates[update.Alias] = update;
        }
    }
}
