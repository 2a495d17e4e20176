namespace Gatehouse.Contracts;

/// <summary>A requirement that is neither passed nor waived.</summary>
/// <param name="Scenario">Null also where the check accepts any; likewise <paramref name="Arch"/>.</param>
/// <param name="ResultId">The result the answer comes from; null when missing, and with it the two after.</param>
public sealed record UnsatisfiedRequirement(
    Subject Subject,
    string Testcase,
    string? Scenario,
    string? Arch,
    bool Essential,
    Answer Answer,
    Guid? ResultId,
    string? RefUrl,
    DateTimeOffset? SubmitTime);
