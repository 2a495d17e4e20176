using MessagePack;

namespace Gatehouse.Contracts;

/// <summary>Requirements by answer: passed to waived add up to all of them.</summary>
[MessagePackObject]
public sealed record RequirementCounts(
    [property: Key(0)] int Requirements, [property: Key(1)] int Passed, [property: Key(2)] int Failed, [property: Key(3)] int Errored,
    [property: Key(4)] int Running, [property: Key(5)] int Missing, [property: Key(6)] int Waived);
