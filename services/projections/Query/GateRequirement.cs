using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>One requirement of a gate, satisfied or not.</summary>
public sealed record GateRequirement(
    Subject Subject, string Testcase, string? Scenario, string? Arch, bool Essential, Answer Answer, bool Unsatisfied,
    Guid? ResultId, string? RefUrl, DateTimeOffset? SubmitTime, WaiverReference? Waiver)
{
    public static IEnumerable<GateRequirement> Of(GatePart part) => part.Requirements.Select(r => new GateRequirement(
        part.Subject, r.Testcase, r.Scenario, r.Arch, r.Essential, r.Answer, r.Unsatisfied, r.ResultId, r.RefUrl, r.SubmitTime, r.Waiver));
}
