using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>The views' tables, kept in memory: each page is given what it touches and nothing else, as from the database.</summary>
internal sealed class MemoryViews
{
    public Dictionary<Guid, CellState> Cells { get; } = [];

    public Dictionary<Guid, CheckHistory> Checks { get; } = [];

    public Dictionary<(Guid Testcase, short Bucket), long> Turnarounds { get; } = [];

    public Dictionary<string, UpdateRecord> Updates { get; } = new(StringComparer.Ordinal);

    public List<EvidenceRun> Evidence { get; } = [];

    public List<ResultRow> Results { get; } = [];

    public List<RejectionRow> Rejections { get; } = [];

    public List<RefusedRow> Refused { get; } = [];

    public List<DefinitionRow> Definitions { get; } = [];

    public Vocabulary Vocabulary { get; private set; } = Vocabulary.Default;

    private long sequence;

    /// <summary>When the event at this place of the log is recorded, unless it says so itself.</summary>
    public static DateTimeOffset RecordedAt(long sequence) => Facts.Epoch.AddDays(365).AddSeconds(sequence);

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

    private void Fold(List<object> events)
    {
        var facts = events.Select(e => e is Recorded recorded ? recorded.Fact : e).ToList();
        var keys = new PageKeys();
        var page = new ViewsPage(KnownOf(facts, keys), keys);
        foreach (var e in events)
        {
            sequence++;
            page.Fold(sequence, e is Recorded { At: var at } ? at : RecordedAt(sequence), e is Recorded { Fact: var fact } ? fact : e);
        }

        Results.AddRange(page.Results);
        Rejections.AddRange(page.Rejections);
        Refused.AddRange(page.Refused);
        Definitions.AddRange(page.Definitions);
        Evidence.AddRange(page.Evidence);
        Vocabulary = page.NewVocabulary ?? Vocabulary;
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
            Updates[update.Alias] = update with { Window = Again(update.Window)! };
        }
    }

    private KnownViews KnownOf(List<object> facts, PageKeys keys)
    {
        var results = facts.OfType<ResultRecorded>().ToList();
        var refused = facts.OfType<MessageRejected>().Select(r => r.About).OfType<RejectedResult>().ToList();
        var subjects = results.SelectMany(r => r.Subjects).Concat(refused.SelectMany(r => r.Subjects)).Distinct().ToList();
        var open = new OpenUpdates();
        foreach (var (subject, update) in subjects.SelectMany(_ => Updates.Values, (subject, update) => (subject, update)).Where(h => h.update.OpenSubjects.Contains(h.subject)))
        {
            open.Add(subject, update.Alias);
        }

        var aliases = facts.OfType<UpdateRecorded>().Select(u => u.Alias).Concat(subjects.Where(s => s.Type == Subject.Update).Select(s => s.Id));
        var holders = Updates.Values.Where(u => u.Content?.Subjects.Intersect(subjects).Any() == true).Select(u => u.Alias);
        var topics = results.SelectMany(r => r.Subjects, (r, s) => PageKeys.Topic(s, r.Testcase)).ToHashSet();
        return new KnownViews
        {
            Cells = Among(Cells, results.SelectMany(r => r.Cells).Concat(refused.SelectMany(RefusedRow.CellsOf)).Select(keys.Of)),
            Updates = Among(Updates, aliases.Concat(holders)).Values,
            Open = open,
            Checks = Among(Checks, HistoryRows.KeysOf(results, keys)),
            Evidence = Evidence.Where(run => topics.Contains(run.Topic)).ToList(),
            Vocabulary = Vocabulary,
        };
    }

    private static Dictionary<TKey, TValue> Among<TKey, TValue>(Dictionary<TKey, TValue> all, IEnumerable<TKey> keys) where TKey : notnull =>
        keys.Distinct().Where(all.ContainsKey).ToDictionary(key => key, key => all[key]);

    /// <summary>A fact that is recorded at a moment of its own.</summary>
    public sealed record Recorded(object Fact, DateTimeOffset At);
}
