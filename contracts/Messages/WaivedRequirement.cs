namespace Gatehouse.Contracts;

/// <summary>A requirement whose failure or absence a person accepted. It is satisfied, and never shown as passed.</summary>
public sealed record WaivedRequirement(
    Subject Subject,
    string Testcase,
    string? Scenario,
    string? Arch,
    bool Essential,
    Answer Answer,
    Guid? ResultId,
    Guid WaiverId,
    string Username,
    string Comment);
