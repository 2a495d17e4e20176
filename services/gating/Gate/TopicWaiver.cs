using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>What gates need to know of one waiver, or of the withdrawal of one (rule 14). What is null matches any.</summary>
/// <param name="Time">By which it is compared: one ahead of arrival counts as arrival.</param>
/// <param name="Expired">Its time is over.</param>
[MessagePackObject]
public sealed record TopicWaiver(
    [property: Key(0)] string? Scenario,
    [property: Key(1)] string? Arch,
    [property: Key(2)] string? ProductVersion,
    [property: Key(3)] string? Context,
    [property: Key(4)] string? Update,
    [property: Key(5)] bool Waived,
    [property: Key(6)] WaiverReference Reference,
    [property: Key(7)] DateTimeOffset Time,
    [property: Key(8)] long Sequence,
    [property: Key(9)] bool Expired)
{
    public static TopicWaiver Of(WaiverRecorded waiver, DateTimeOffset at, long sequence) => new(
        waiver.Scenario, waiver.Arch, waiver.ProductVersion, waiver.DecisionContext, waiver.Update, waiver.Waived,
        new WaiverReference(waiver.Id, waiver.Username, waiver.Comment), waiver.Time > at ? at : waiver.Time, sequence,
        // One that had expired when it was recorded never matches.
        Expired: waiver.Expires <= at);

    public bool IsFor(string productVersion, string context, string alias) =>
        (ProductVersion is null || ProductVersion == productVersion) && (Context is null || Context == context) && (Update is null || Update == alias);

    /// <summary>Whether it covers all that a requirement accepts.</summary>
    public bool Covers(RequirementView asked) => (Scenario is null || Scenario == asked.Scenario) && (Arch is null || Arch == asked.Arch);

    /// <summary>Whether it covers what a run of the cell answers.</summary>
    public bool Covers(Run run) => (Scenario is null || Scenario == run.Scenario) && (Arch is null || Arch == run.Arch);

    public bool CoversTheSameAs(TopicWaiver other) =>
        (Scenario, Arch, ProductVersion, Context, Update) == (other.Scenario, other.Arch, other.ProductVersion, other.Context, other.Update);
}
