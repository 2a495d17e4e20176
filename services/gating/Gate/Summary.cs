namespace Gatehouse.Gating;

/// <summary>A gate in one sentence, for people.</summary>
public static class Summary
{
    public static string Of(Gate gate)
    {
        var tally = gate.Tally;
        return gate switch
        {
            { Opening.AwaitsPolicy: true } => "no policy matches; waiting for one",
            { Opening.Matched: false } => "no policy matches",
            { Tally.Requirements: 0 } => "nothing is required",
            { Tally.Unsatisfied: 0, Tally.Waived: 0 } when tally.Passed == tally.Requirements => $"all {tally.Requirements} required results passed",
            _ => Parts(tally),
        };
    }

    private static string Parts(Tally tally)
    {
        var parts = new List<string>();
        Add(parts, tally.Missing, "missing", tally.Requirements);
        Add(parts, tally.Failed, "failed", tally.Requirements);
        Add(parts, tally.Errored, "errored", tally.Requirements);
        Add(parts, tally.Running, "running", tally.Requirements);
        var waived = tally.Waived > 0 ? $"{(parts.Count > 0 ? "; " : "")}{tally.Waived} waived" : "";
        return string.Join(", ", parts) + waived;
    }

    private static void Add(List<string> parts, int count, string what, int of)
    {
        if (count > 0)
        {
            parts.Add(parts.Count == 0 ? $"{count} of {of} required results {what}" : $"{count} {what}");
        }
    }
}
