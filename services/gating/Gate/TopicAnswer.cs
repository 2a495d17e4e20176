using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What is known of a requirement (rules 3, 4 and 14): a pure function of its topic and of how the gate reads it.</summary>
internal static class TopicAnswer
{
    /// <param name="asked">What is asked; what was known of it before does not matter.</param>
    public static RequirementView Of(Topic topic, RequirementView asked, Lens lens)
    {
        var all = lens.Counting(topic.Runs);
        var mine = all.Where(run => (asked.Arch is null || run.Arch == asked.Arch) && (asked.Scenario is null || run.Scenario == asked.Scenario)).ToList();
        var cells = Answering(mine.GroupBy(run => run.Cell).Select(cell => CellReading.Of([.. cell], lens)).ToList(), all, asked, lens);
        var (reading, waiver) = Waive(cells, topic, asked, lens);
        var answer = reading?.Answer ?? Answer.Missing;
        var finished = mine.Exists(lens.IsFinished);
        var waitedFor = asked.Essential || asked.WaitedForByPolicy || lens.WaitsForAll;
        return asked with
        {
            Answer = answer,
            WaitedFor = waitedFor,
            Unsatisfied = answer != Answer.Passed && waiver is null && (waitedFor || finished),
            Finished = finished,
            LastRunErrored = reading?.LastRunErrored ?? false,
            ResultId = reading?.By.Id,
            RefUrl = RunLink.Shown(reading?.By.RefUrl),
            SubmitTime = reading?.By.SubmitTime,
            Waiver = waiver,
            Conflicts = 0,
            Rejections = 0,
        };
    }

    // Of a requirement that accepts any, cells whose run went on elsewhere answer nothing, nor do those that began after another had passed and have told nothing yet.
    // Read as one they need no such rule.
    private static List<CellReading> Answering(List<CellReading> cells, IReadOnlyList<Run> all, RequirementView asked, Lens lens)
    {
        if (asked is { Arch: not null, Scenario: not null } or { AnyNewest: true })
        {
            return cells;
        }

        cells.RemoveAll(cell => cell.IsOver(all, lens));
        var passed = cells.FindAll(cell => cell.Answer == Answer.Passed);
        cells.RemoveAll(cell => !lens.IsFinished(cell.Newest) && cell.HasToldNothing(lens)
            && passed.Exists(other => other != cell && other.HadPassedBefore(cell.Newest.Time, lens)));
        return cells;
    }

    private static (CellReading? Reading, WaiverReference? Waiver) Waive(List<CellReading> cells, Topic topic, RequirementView asked, Lens lens)
    {
        var reading = Read(cells, asked, lens);
        if (reading?.Answer == Answer.Passed)
        {
            // A pass needs no waiver, and is shown as one.
            return (reading, null);
        }

        // Each takes the cells out that it covers: one that names no arch or scenario all of them, what is missing included.
        var waivers = lens.Holding(topic.Waivers).ToList();
        if (reading is null)
        {
            return (null, Newest(waivers.Where(w => w.Covers(asked))));
        }

        var takenOut = cells.FindAll(cell => cell.Answer != Answer.Passed && waivers.Exists(w => w.Covers(cell.Newest)));
        var others = Read(cells.FindAll(cell => !takenOut.Contains(cell)), asked, lens);
        return others is null or { Answer: Answer.Passed }
            ? (reading, Newest(waivers.Where(w => takenOut.Exists(cell => w.Covers(cell.Newest)))))
            : (others, null);
    }

    private static WaiverReference? Newest(IEnumerable<TopicWaiver> waivers) => waivers.MaxBy(w => (w.Time, w.Sequence))?.Reference;

    // The worst of the cells, of equally bad ones the newest; or, where the check says so, all read as one.
    private static CellReading? Read(List<CellReading> cells, RequirementView asked, Lens lens) =>
        cells.Count == 0 ? null
        : asked.AnyNewest ? CellReading.Of([.. cells.SelectMany(cell => cell.Runs)], lens)
        : cells.OrderBy(cell => Badness(cell.Answer)).ThenBy(cell => cell.By, new ByRecency(lens.Outcomes)).Last();

    private static int Badness(Answer answer) => answer switch
    {
        Answer.Failed => 3,
        Answer.Errored => 2,
        Answer.Running => 1,
        _ => 0,
    };
}
