using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// A page of the log, folded in its order over what is known of the cells and updates it touches. Nothing here reads or writes: the
/// same events cut into any pages leave the same rows.
/// </summary>
public sealed class ViewsPage
{
    private readonly List<ResultRow> results = [];
    private readonly List<RejectionRow> rejections = [];
    private readonly List<SettlementRow> settlements = [];
    private readonly List<VerdictRow> verdicts = [];
    private readonly List<(string Alias, long Sequence)> definitions = [];
    private readonly List<(Guid Subject, long Sequence)> waivers = [];
    private readonly Dictionary<Guid, (Cell Cell, CellState State)> cells = [];
    private readonly Dictionary<string, UpdateRecord> updates = new(StringComparer.Ordinal);
    private readonly HashSet<string> touchedUpdates = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, CellState> known;
    private readonly Dictionary<Guid, CheckHistory> knownChecks;
    private readonly Dictionary<Guid, CheckHistory> checks = [];
    private readonly Dictionary<(Guid Testcase, short Bucket), long> turnarounds = [];
    private readonly OpenUpdates open;

    /// <summary>Begins with what is known of everything that the page's events touch.</summary>
    /// <param name="cells">The cells of its results, as far as they hold something.</param>
    /// <param name="updates">The updates of its definitions, as far as they have been heard of.</param>
    /// <param name="open">The open updates that hold builds of its results.</param>
    /// <param name="checks">The checks of its results, as far as they have run.</param>
    /// <param name="keys">The keys of all this.</param>
    public ViewsPage(
        IReadOnlyDictionary<Guid, CellState> cells, IEnumerable<UpdateRecord> updates, OpenUpdates open, IReadOnlyDictionary<Guid, CheckHistory> checks, PageKeys keys)
    {
        Keys = keys;
        this.knownChecks = new Dictionary<Guid, CheckHistory>(checks);
        this.known = new Dictionary<Guid, CellState>(cells);
        this.open = open;
        foreach (var update in updates)
        {
            this.updates[update.Alias] = update;
        }
    }

    /// <summary>The keys of what is in it.</summary>
    public PageKeys Keys { get; }

    /// <summary>One row for each result of the page.</summary>
    public IReadOnlyList<ResultRow> Results => results;

    /// <summary>One row for each rejection of the page.</summary>
    public IReadOnlyList<RejectionRow> Rejections => rejections;

    /// <summary>What was done in this page about rejections of this or an earlier one.</summary>
    public IReadOnlyList<SettlementRow> Settlements => settlements;

    /// <summary>Where gates said verdicts that are news.</summary>
    public IReadOnlyList<VerdictRow> Verdicts => verdicts;

    /// <summary>Where updates are spoken of, taken up or not.</summary>
    public IReadOnlyList<(string Alias, long Sequence)> Definitions => definitions;

    /// <summary>Where waivers are, by their subject's key.</summary>
    public IReadOnlyList<(Guid Subject, long Sequence)> Waivers => waivers;

    /// <summary>The cells that have changed, by key.</summary>
    public IReadOnlyDictionary<Guid, (Cell Cell, CellState State)> Cells => cells;

    /// <summary>What the page adds to the counters.</summary>
    public Counters Counters { get; } = new();

    /// <summary>The checks that have run, by key.</summary>
    public IReadOnlyDictionary<Guid, CheckHistory> Checks => checks;

    /// <summary>How many runs of a testcase, by its key, took a time of which bucket.</summary>
    public IReadOnlyDictionary<(Guid Testcase, short Bucket), long> Turnarounds => turnarounds;

    /// <summary>The updates that have changed.</summary>
    public IEnumerable<UpdateRecord> Updates => touchedUpdates.Select(alias => updates[alias]);

    /// <summary>The next event of the log. Kinds that no view shows change nothing.</summary>
    public void Fold(long sequence, DateTimeOffset recordedAt, object fact)
    {
        switch (fact)
        {
            case ResultRecorded result:
                Fold(sequence, result);
                Counters.Result(recordedAt);
                break;
            case UpdateRecorded said:
                Fold(sequence, recordedAt, said);
                break;
            case WaiverRecorded waiver:
                waivers.Add((Keys.Of(waiver.Subject), sequence));
                break;
            case MessageRejected rejected:
                rejections.Add(new RejectionRow(sequence, recordedAt, rejected));
                break;
            case RejectionSettled settled:
                settlements.Add(new SettlementRow(sequence, settled));
                break;
            case GateSaid said when VerdictRow.Of(sequence, said) is { } verdict:
                verdicts.Add(verdict);
                Counters.Verdict(recordedAt, said.Statement.Verdict!.Value);
                break;
        }
    }

    private void Fold(long sequence, ResultRecorded result)
    {
        var cell = result.Cell;
        var key = Keys.Of(cell);
        var before = known.GetValueOrDefault(key);
        var (after, place) = CellFold.Fold(before, sequence, result);
        known[key] = after = after with { History = Ran(before, result, place) };
        cells[key] = (cell, after);
        results.Add(new ResultRow(sequence, key, result, place, result.Subject.Type == Subject.Build ? open.Of(result.Subject.Id) : []));
    }

    /// <summary>Folds a run into histories; that of its cell is returned.</summary>
    private CellHistory? Ran(CellState? before, ResultRecorded result, ResultPlace place)
    {
        var (history, step) = before is null
            ? (null, RunStep.First(result.SubmitTime, result.Outcome))
            : (before.History ?? CellHistory.First(before.SubmitTime, before.Outcome)).Add(result.SubmitTime, result.Outcome, place.Newest);
        if (result.Subject.Type == Subject.Build)
        {
            var package = Nvr.PackageOf(result.Subject.Id);
            var key = Keys.Of(package, result);
            knownChecks[key] = checks[key] = CheckHistory.Fold(knownChecks.GetValueOrDefault(key), package, result, step);
        }

        if (step.Seconds is { } seconds)
        {
            var bucket = (Turnaround.KeyOf(result.Testcase), Turnaround.BucketOf(seconds));
            turnarounds[bucket] = turnarounds.GetValueOrDefault(bucket) + 1;
        }

        return history;
    }

    private void Fold(long sequence, DateTimeOffset recordedAt, UpdateRecorded said)
    {
        definitions.Add((said.Alias, sequence));
        var before = updates.GetValueOrDefault(said.Alias);
        var after = UpdateFold.Fold(before, sequence, recordedAt, said);
        if (after != before)
        {
            open.Replace(before, after);
            updates[said.Alias] = after;
            touchedUpdates.Add(said.Alias);
        }
    }
}
