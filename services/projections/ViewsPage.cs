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
    private readonly List<RefusedRow> refused = [];
    private readonly List<SettlementRow> settlements = [];
    private readonly List<VerdictRow> verdicts = [];
    private readonly List<ReleaseRow> releases = [];
    private readonly List<DefinitionRow> definitions = [];
    private readonly List<(Guid Subject, long Sequence)> waivers = [];
    private readonly List<EvidenceRun> evidence = [];
    private readonly Dictionary<Guid, List<EvidenceRun>> topics = [];
    private readonly Dictionary<Guid, (Cell Cell, CellState State)> cells = [];
    private readonly Dictionary<string, UpdateRecord> updates = new(StringComparer.Ordinal);
    private readonly HashSet<string> touchedUpdates = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, CellState> known;
    private readonly Dictionary<Guid, CheckHistory> knownChecks;
    private readonly Dictionary<Guid, CheckHistory> checks = [];
    private readonly Dictionary<(Guid Testcase, short Bucket), long> turnarounds = [];
    private readonly OpenUpdates open;
    private Vocabulary words;
    private Outcomes outcomes;

    /// <summary>Begins with what is known of everything that the page's events touch.</summary>
    /// <param name="keys">The keys of all this.</param>
    public ViewsPage(KnownViews known, PageKeys keys)
    {
        Keys = keys;
        this.knownChecks = new Dictionary<Guid, CheckHistory>(known.Checks);
        this.known = new Dictionary<Guid, CellState>(known.Cells);
        this.open = known.Open;
        (words, outcomes) = (known.Vocabulary, known.Vocabulary.Outcomes);
        foreach (var update in known.Updates)
        {
            this.updates[update.Alias] = update;
        }

        foreach (var topic in known.Evidence.GroupBy(run => run.Topic))
        {
            topics[topic.Key] = [.. topic];
        }
    }

    /// <summary>The keys of what is in it.</summary>
    public PageKeys Keys { get; }

    /// <summary>A row for each cell of each result of the page.</summary>
    public IReadOnlyList<ResultRow> Results => results;

    /// <summary>One row for each rejection of the page.</summary>
    public IReadOnlyList<RejectionRow> Rejections => rejections;

    /// <summary>What refused results of the page are about.</summary>
    public IReadOnlyList<RefusedRow> Refused => refused;

    /// <summary>What was done in this page about rejections of this or an earlier one.</summary>
    public IReadOnlyList<SettlementRow> Settlements => settlements;

    /// <summary>Where gates said verdicts that are news.</summary>
    public IReadOnlyList<VerdictRow> Verdicts => verdicts;

    /// <summary>Where gates were let go, or that was taken back.</summary>
    public IReadOnlyList<ReleaseRow> Releases => releases;

    /// <summary>Where updates are spoken of, taken up or not.</summary>
    public IReadOnlyList<DefinitionRow> Definitions => definitions;

    /// <summary>Where waivers are, and where their time was over, by their subject's key.</summary>
    public IReadOnlyList<(Guid Subject, long Sequence)> Waivers => waivers;

    /// <summary>Results about what may change.</summary>
    public IReadOnlyList<EvidenceRun> Evidence => evidence;

    /// <summary>The cells that have changed, by key.</summary>
    public IReadOnlyDictionary<Guid, (Cell Cell, CellState State)> Cells => cells;

    /// <summary>The checks that have run, by key.</summary>
    public IReadOnlyDictionary<Guid, CheckHistory> Checks => checks;

    /// <summary>What counters the page adds to.</summary>
    public Counters Counters { get; } = new();

    /// <summary>How many runs of a testcase, by its key, took a time of which bucket.</summary>
    public IReadOnlyDictionary<(Guid Testcase, short Bucket), long> Turnarounds => turnarounds;

    /// <summary>The updates that have changed.</summary>
    public IEnumerable<UpdateRecord> Updates => touchedUpdates.Select(alias => updates[alias]);

    /// <summary>The words of the policy set that came into force last in this page; null if none did.</summary>
    public Vocabulary? NewVocabulary { get; private set; }

    /// <summary>The next event of the log. Kinds that no view shows change nothing.</summary>
    public void Fold(long sequence, DateTimeOffset recordedAt, object fact)
    {
        switch (fact)
        {
            case ResultRecorded result:
                Fold(sequence, recordedAt, result);
                Counters.Result(recordedAt);
                break;
            case UpdateRecorded said:
                Fold(sequence, recordedAt, said);
                break;
            case WaiverRecorded waiver:
                waivers.Add((Keys.Of(waiver.Subject), sequence));
                break;
            case WaiverExpired expired:
                waivers.Add((Keys.Of(expired.Subject), sequence));
                break;
            case MessageRejected rejected:
                Fold(sequence, recordedAt, rejected);
                break;
            case RejectionSettled settled:
                settlements.Add(new SettlementRow(sequence, settled));
                break;
            case PolicySetInForce policies:
                (words, NewVocabulary) = (policies.Vocabulary ?? Vocabulary.Default, policies.Vocabulary ?? Vocabulary.Default);
                outcomes = words.Outcomes;
                break;
            case GateReleased released:
                releases.Add(new ReleaseRow(sequence, released.Alias, released.DecisionContext));
                break;
            case GateSaid said when VerdictRow.Of(sequence, said) is { } verdict:
                verdicts.Add(verdict);
                Counters.Verdict(recordedAt, said.Statement.Verdict!.Value);
                break;
        }
    }

    private void Fold(long sequence, DateTimeOffset recordedAt, ResultRecorded result)
    {
        var (run, aliases) = (Run.Of(result, recordedAt), open.Of(result.Subjects));
        var runs = new List<EvidenceRun>();
        short place = 0;
        foreach (var cell in result.Cells)
        {
            var key = Keys.Of(cell);
            var before = known.GetValueOrDefault(key);
            var (after, inCell) = CellFold.Fold(before, sequence, run, outcomes);
            known[key] = after = after with { History = Ran(before, cell, run, inCell.Newest, place == 0) };
            cells[key] = (cell, after);
            var row = new ResultRow(sequence, place++, cell, key, run.Time, result, inCell, aliases);
            if (EvidenceRun.IsOf(cell.Subject))
            {
                var of = EvidenceRun.Of(PageKeys.Topic(cell.Subject, cell.Testcase), row);
                row = row with { InCell = WithinWhatCounts(of, cell.Subject, inCell) };
                runs.Add(of);
            }

            results.Add(row);
        }

        // What a result is told to be among is what was on record before it: its own cells do not count for each other.
        foreach (var of in runs)
        {
            evidence.Add(of);
            KnownOf(of.Topic).Add(of);
        }
    }

    /// <summary>Of what changes, only what counts for the update's present definition is told (rule 9).</summary>
    private ResultPlace WithinWhatCounts(EvidenceRun run, Subject subject, ResultPlace inCell)
    {
        if (!words.IsMutable(subject.Type) || UpdateThatCounts(subject) is not { } update)
        {
            return inCell;
        }

        var (previous, counted) = update.Window.Of(run.Cell, KnownOf(run.Topic), outcomes);
        return inCell with { PreviousOutcome = previous, TimesSeen = counted + 1 };
    }

    /// <summary>The update itself, or the newest open one that holds the subject.</summary>
    private UpdateRecord? UpdateThatCounts(Subject subject) => subject.Type == Subject.Update
        ? updates.GetValueOrDefault(subject.Id)
        : open.Of(subject).Select(alias => updates[alias]).MaxBy(update => update.Recency);

    private List<EvidenceRun> KnownOf(Guid topic) => topics.TryGetValue(topic, out var runs) ? runs : topics[topic] = [];

    /// <summary>Folds a run into histories; that of its cell is returned.</summary>
    /// <param name="isFirst">In the result's own cell: what it took is counted once.</param>
    private CellHistory? Ran(CellState? before, Cell cell, Run run, bool newest, bool isFirst)
    {
        var (history, step) = before is null
            ? (null, RunStep.First(run.Time, run.Outcome))
            : (before.History ?? CellHistory.First(before.Time, before.Outcome, outcomes)).Add(run.Time, run.Outcome, newest, outcomes);
        if (cell.Subject.Type == Subject.Build)
        {
            var package = Nvr.PackageOf(cell.Subject.Id);
            var key = Keys.Of(package, cell);
            knownChecks[key] = checks[key] = CheckHistory.Fold(knownChecks.GetValueOrDefault(key), package, cell, run, step, outcomes);
        }

        if (isFirst && step.Seconds is { } seconds)
        {
            var bucket = (Turnaround.KeyOf(cell.Testcase), Turnaround.BucketOf(seconds));
            turnarounds[bucket] = turnarounds.GetValueOrDefault(bucket) + 1;
        }

        return history;
    }

    private void Fold(long sequence, DateTimeOffset recordedAt, UpdateRecorded said)
    {
        var before = updates.GetValueOrDefault(said.Alias);
        var (after, takenUp) = UpdateFold.Fold(before, sequence, recordedAt, said);
        definitions.Add(new DefinitionRow(said.Alias, sequence, takenUp));
        if (after != before)
        {
            open.Replace(before, after);
            updates[said.Alias] = after;
            touchedUpdates.Add(said.Alias);
        }
    }

    private void Fold(long sequence, DateTimeOffset recordedAt, MessageRejected rejected)
    {
        rejections.Add(new RejectionRow(sequence, recordedAt, rejected, rejected.About is null ? [] : open.Of(rejected.About.Subjects)));
        refused.AddRange(RefusedRow.Of(sequence, recordedAt, rejected, cell => known.GetValueOrDefault(Keys.Of(cell))?.Outcome));
    }
}
