namespace Gatehouse.Gating;

/// <summary>
/// Forgets runs of a subject that never changes which cannot matter to an answer any more, whatever is recorded later and however a vocabulary
/// declares outcomes: so what is kept of a check does not grow with its re-runs.
/// </summary>
internal static class RunPruning
{
    /// <summary>
    /// Of how many runs since the last pass a cell remembers link and groups. Of still more the oldest are forgotten: what was queued for one of
    /// those then seems to go on, and the gate waits.
    /// </summary>
    public const int Unended = 64;

    // Their kinds are the contract's and cannot be declared otherwise.
    private static readonly string[] NeverPass = ["FAILED", "NEEDS_INSPECTION", "ERROR", "QUEUED", "RUNNING"];

    /// <summary>The runs with one more, without those that it makes irrelevant.</summary>
    public static IReadOnlyList<Run> With(IReadOnlyList<Run> runs, Run added)
    {
        var cell = runs.Where(run => run.Cell == added.Cell).Append(added).ToList();
        return cell.Count == 1 ? [.. runs, added] : [.. runs.Where(run => run.Cell != added.Cell), .. Relevant(cell).OrderBy(run => run.Sequence)];
    }

    private static HashSet<Run> Relevant(List<Run> cell)
    {
        // The newest of each outcome answers, and tells whether what was queued elsewhere is over; the oldest that passed tells whether another
        // cell began later (rule 4).
        var relevant = new HashSet<Run>(ReferenceEqualityComparer.Instance);
        foreach (var outcome in cell.GroupBy(run => run.Outcome))
        {
            relevant.Add(outcome.MaxBy(run => (run.Time, run.Sequence))!);
            if (!NeverPass.Contains(outcome.Key))
            {
                relevant.Add(outcome.MinBy(run => (run.Time, run.Sequence))!);
            }
        }

        // What shares a link or group with something queued ends it; so does any later pass.
        var passed = cell.Where(run => run.Outcome is "PASSED" or "INFO").Select(run => run.Time).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var named = cell.Where(run => run.Time > passed && (run.RefUrl is not null || run.Groups is not null))
            .OrderByDescending(run => (run.Time, run.Sequence));
        var names = new HashSet<(string?, long)>();
        var unended = 0;
        foreach (var run in named)
        {
            var isNew = run.RefUrl is not null && names.Add((run.RefUrl, 0));
            foreach (var group in run.Groups ?? [])
            {
                isNew |= names.Add((null, group));
            }

            if (isNew && unended++ < Unended)
            {
                relevant.Add(run);
            }
        }

        return relevant;
    }
}
