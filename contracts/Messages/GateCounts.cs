using MessagePack;

namespace Gatehouse.Contracts;

/// <summary>
/// A gate's requirements by answer. From the second edition on passed to waived add up to all: a waived one counts under waived alone. In
/// statements of the first edition passed to missing do, and waived says how many of those are.
/// </summary>
/// <param name="Essential">Those of them that block; null in statements of the first edition.</param>
/// <param name="Unchecked">How many builds and subjects no check is for.</param>
[MessagePackObject]
public sealed record GateCounts(
    [property: Key(0)] int Requirements, [property: Key(1)] int Passed, [property: Key(2)] int Failed, [property: Key(3)] int Errored,
    [property: Key(4)] int Running, [property: Key(5)] int Missing, [property: Key(6)] int Waived, [property: Key(7)] RequirementCounts? Essential = null,
    [property: Key(8)] int Unchecked = 0);
