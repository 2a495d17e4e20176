namespace Gatehouse.Contracts;

/// <summary>The place that results of re-runs land in. Its newest result by submit time, then by log order, is on top.</summary>
/// <param name="Scenario">Null is a scenario of its own: it matches no named one.</param>
/// <param name="Arch">Null is not <c>noarch</c>.</param>
public sealed record Cell(Subject Subject, string Testcase, string? Scenario, string? Arch)
{
    /// <summary>A stable 128-bit hash of the whole cell: index entries stay short however long its texts are.</summary>
    public Guid Key() => TextHash.Of(Subject.Type, Subject.Id, Testcase, Scenario, Arch);
}
