using System.Globalization;

namespace Gatehouse.Contracts;

/// <summary>
/// A gate in one sentence, for people; the same on the bus, over HTTP, in feeds and on pages. It follows from the counts: "required" means essential, waived
/// ones are never among the failed, and what passed names nothing required as missing or failed, unless it was released.
/// </summary>
public static class GateSummary
{
    /// <summary>The sentence of a gate that policies ask something of, or nothing on purpose.</summary>
    /// <exception cref="ArgumentException">The counts are of the first edition, which do not say how many of them are required.</exception>
    public static string Of(GateCounts counts)
    {
        var essential = counts.Essential ?? (counts.Requirements == 0
            ? new RequirementCounts(0, 0, 0, 0, 0, 0, 0)
            : throw new ArgumentException("counts of the first edition do not say how many are required", nameof(counts)));
        var others = new RequirementCounts(
            counts.Requirements - essential.Requirements, counts.Passed - essential.Passed, counts.Failed - essential.Failed, counts.Errored - essential.Errored,
            counts.Running - essential.Running, counts.Missing - essential.Missing, counts.Waived - essential.Waived);
        var required = essential.Requirements == 0 ? "nothing required" : Required(essential);
        return others.Requirements > 0 && (essential.Requirements == 0 || Unsatisfied(others).Length > 0)
            ? $"{required}; {Others(others)}"
            : required;
    }

    /// <summary>The sentence of a gate that an operator let go: only here a passed names what is required and not satisfied.</summary>
    public static string OfReleased(GateCounts counts, string by) => $"released by {by}: {Of(counts)}";

    /// <summary>The sentence of a gate that no policy asks anything of.</summary>
    /// <param name="waits">It waits for a policy.</param>
    public static string OfNoPolicy(bool waits) => waits ? "no policy asks anything of this update; waiting for one" : "no policy asks anything of this update";

    private static string Required(RequirementCounts counts) => Unsatisfied(counts).Length > 0
        ? Text($"{Named(counts, $"{counts.Requirements} required")}{Waived(counts)}")
        : Text($"all {counts.Requirements} required passed{Waived(counts)}");

    private static string Others(RequirementCounts counts) => Unsatisfied(counts) is { Length: > 0 } what
        ? Text($"of {counts.Requirements} others {what}{Waived(counts)}")
        : Text($"all {counts.Requirements} others passed{Waived(counts)}");

    // "2 of 20 required failed, 1 missing": the first of the parts says of how many.
    private static string Named(RequirementCounts counts, string of)
    {
        var parts = Parts(counts).ToList();
        return string.Join(", ", parts.Select((part, place) => place == 0 ? Text($"{part.Count} of {of} {part.Word}") : Text($"{part.Count} {part.Word}")));
    }

    private static string Unsatisfied(RequirementCounts counts) => string.Join(", ", Parts(counts).Select(part => Text($"{part.Count} {part.Word}")));

    private static IEnumerable<(int Count, string Word)> Parts(RequirementCounts counts) =>
        new[] { (counts.Failed, "failed"), (counts.Errored, "errored"), (counts.Missing, "missing"), (counts.Running, "running") }.Where(part => part.Item1 > 0);

    private static string Waived(RequirementCounts counts) => counts.Waived > 0 ? Text($" ({counts.Waived} waived)") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
