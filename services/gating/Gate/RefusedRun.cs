using Gatehouse.Contracts;
using MessagePack;

namespace Gatehouse.Gating;

/// <summary>A result that was refused and is shown at the gates that ask for it, until a newer one is recorded or it is settled (rules 1 and 2).</summary>
/// <param name="Id">The rejection's.</param>
/// <param name="Conflict">It was refused for its id alone, and would have changed this cell.</param>
/// <param name="Time">A newer result takes the place of a conflict, one of at least this time that of any other.</param>
[MessagePackObject]
public sealed record RefusedRun(
    [property: Key(0)] Guid Id,
    [property: Key(1)] bool Conflict,
    [property: Key(2)] string? Scenario,
    [property: Key(3)] string? Arch,
    [property: Key(4)] string? Variant,
    [property: Key(5)] DateTimeOffset Time)
{
    /// <summary>Whether a recorded run takes its place.</summary>
    public bool IsOutdoneBy(Run run) => Conflict ? run.Time > Time && run.Cell == (Scenario, Arch, Variant) : run.Time >= Time;

    /// <summary>Whether a requirement asks for its cell.</summary>
    public bool IsIn(RequirementView asked) => (asked.Arch is null || Arch == asked.Arch) && (asked.Scenario is null || Scenario == asked.Scenario);
}
