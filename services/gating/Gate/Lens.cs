using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>How one gate reads what is known of one subject: what of it counts, and how.</summary>
/// <param name="Outcomes">The kinds of outcomes of the set that the gate has.</param>
/// <param name="WaitsForAll">The gate waits also for what neither is essential nor waited for by its policy.</param>
/// <param name="Window">Which evidence counts; null for a subject that never changes.</param>
public sealed record Lens(string Alias, string Context, string ProductVersion, Outcomes Outcomes, EvidenceWindow? Window, bool WaitsForAll)
{
    /// <summary>Whether the run has ended.</summary>
    public bool IsFinished(Run run) => KindOf(run) != OutcomeKind.Running;

    public OutcomeKind KindOf(Run run) => Outcomes.KindOf(run.Outcome);

    /// <summary>The runs that count.</summary>
    public IReadOnlyList<Run> Counting(IReadOnlyList<Run> runs) =>
        Window is null ? runs : [.. runs.Where(run => Window.Counts(run, runs, this))];

    /// <summary>The waivers that hold here: of those with the same seven fields the newest that counts, where it waives and has not expired.</summary>
    public IEnumerable<TopicWaiver> Holding(IReadOnlyList<TopicWaiver> waivers) => waivers
        .Where(w => w.IsFor(ProductVersion, Context, Alias) && (Window is null || Window.Counts(w.Time)))
        .GroupBy(w => (w.Scenario, w.Arch, w.ProductVersion, w.Context, w.Update))
        .Select(same => same.MaxBy(w => (w.Time, w.Sequence))!)
        .Where(newest => newest is { Waived: true, Expired: false });
}
