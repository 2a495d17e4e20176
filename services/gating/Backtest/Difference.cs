using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>One opening of a gate, as it was and as it would have been.</summary>
/// <param name="Recorded">Null where the gate could not open, since no policies were in force yet.</param>
/// <param name="Seconds">How much later the draft's verdict comes; negative if earlier; null where one of the two has none, or both came at the same time.</param>
/// <param name="Checks">Requirements that are unsatisfied on one side only: they make the difference.</param>
public sealed record Difference(
    string Alias, string DecisionContext, int Revision, string ProductVersion, DateTimeOffset OpenedAt,
    SideOfDifference? Recorded, SideOfDifference? Draft, double? Seconds, IReadOnlyList<DecidingCheck> Checks)
{
    /// <summary>Compares the two; null where verdicts and their times are the same.</summary>
    public static Difference? Of(OpeningKey key, GateStory? recorded, GateStory? draft)
    {
        var seconds = SecondsLater(recorded?.Complete, draft?.Complete);
        var sameVerdict = recorded?.Verdict == draft?.Verdict;
        if (sameVerdict && recorded?.LastVerdict == draft?.LastVerdict && seconds is null)
        {
            return null;
        }

        // Where the first verdict and its time are the same, it was something later.
        var atVerdict = !sameVerdict || seconds is not null;
        var checks = DecidingCheck.Of((atVerdict ? recorded?.AtVerdict : recorded?.AtLast) ?? [], (atVerdict ? draft?.AtVerdict : draft?.AtLast) ?? []);
        return new Difference(
            key.Alias, key.Context, key.Revision, (draft ?? recorded)!.Opened.ProductVersion, key.OpenedAt,
            SideOfDifference.Of(recorded), SideOfDifference.Of(draft), seconds, [.. checks.Take(Limits.GateEntries)]);
    }

    /// <summary>Null where they came at the same time: the watch needs a moment to act on a deadline, a replay needs none.</summary>
    private static double? SecondsLater(GateStatement? recorded, GateStatement? draft) =>
        recorded is null || draft is null || recorded.DecidedAt == draft.DecidedAt
        || (recorded.Reason == GateReason.Deadline && draft.Reason == GateReason.Deadline && recorded.Deadline == draft.Deadline)
            ? null
            : (draft.DecidedAt - recorded.DecidedAt).TotalSeconds;
}

/// <summary>How one side decided.</summary>
/// <param name="Verdict">The first one; or <c>waiting</c>, <c>closed</c> or <c>edited</c> if the gate came to none before that.</param>
/// <param name="LastVerdict">The one that held in the end.</param>
public sealed record SideOfDifference(
    string Verdict, GateReason? Reason, DateTimeOffset? DecidedAt, string LastVerdict, DateTimeOffset? Deadline, IReadOnlyList<PolicyReference> Policies)
{
    public static SideOfDifference? Of(GateStory? story) => story is null
        ? null
        : new SideOfDifference(
            story.Verdict, story.Complete?.Reason, story.Complete?.DecidedAt, story.LastVerdict,
            (story.Complete ?? story.Closed ?? story.Opened).Deadline, (story.Complete ?? story.Closed ?? story.Opened).Policies);
}
