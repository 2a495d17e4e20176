using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>One requirement of a gate, satisfied or not.</summary>
/// <param name="WaitedFor">The gate waits for it: it is essential, or its policy says <c>wait_for: all</c>. False also in gates of the first edition.</param>
/// <param name="AnyNewest">All its cells are read as one, of which the newest counts (<c>any: newest</c>).</param>
/// <param name="LastRun">Errored where the newest finished run says nothing and the answer is an older one's; else null.</param>
/// <param name="Kept">A newer policy set no longer asks for it; the gate, which failed, does until it is satisfied.</param>
public sealed record GateRequirement(
    Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential, Answer Answer, bool Unsatisfied,
    Guid? ResultId, string? RefUrl, DateTimeOffset? SubmitTime, WaiverOf? Waiver, bool WaitedFor, bool AnyNewest, Answer? LastRun, bool Kept)
{
    /// <param name="given">The waivers that cover something, as they were given, by their ids.</param>
    public static IEnumerable<GateRequirement> Of(GatePart part, IReadOnlyDictionary<Guid, WaiverRecorded> given) => part.Requirements.Select(r => new GateRequirement(
        part.Subject, r.Testcase, r.Scenario, r.Arch, r.Essential, r.Answer, r.Unsatisfied, r.ResultId, r.RefUrl, r.SubmitTime,
        r.Waiver is { } waiver ? WaiverOf.Of(waiver, given.GetValueOrDefault(waiver.Id)) : null,
        r.WaitedFor, r.AnyNewest, r.LastRunErrored ? Answer.Errored : null, r.Kept));
}

/// <summary>The waiver that covers a requirement.</summary>
/// <param name="Vouched">Somebody vouched for who gave it; false where its username is only what was sent.</param>
/// <param name="DecisionContext">The gate it is for; null for any, as with the others.</param>
/// <param name="Expires">From then on it does not match; null for never.</param>
public sealed record WaiverOf(
    Guid Id, string Username, bool Vouched, string Comment, string? Scenario, string? Arch, string? ProductVersion, string? DecisionContext, string? Update,
    DateTimeOffset? Expires)
{
    /// <param name="given">As it stands in the log.</param>
    public static WaiverOf Of(WaiverReference waiver, WaiverRecorded? given) => new(
        waiver.Id, waiver.Username, given?.UserId is not null, waiver.Comment, given?.Scenario, given?.Arch, given?.ProductVersion, given?.DecisionContext,
        given?.Update, given?.Expires);
}
