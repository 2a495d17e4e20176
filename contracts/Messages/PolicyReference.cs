using MessagePack;

namespace Gatehouse.Contracts;

/// <summary>A policy that had a say.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest of the policy's own text.</param>
[MessagePackObject]
public sealed record PolicyReference([property: Key(0)] string Id, [property: Key(1)] string Hash);
