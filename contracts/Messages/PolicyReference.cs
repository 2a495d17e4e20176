namespace Gatehouse.Contracts;

/// <summary>A policy that had a say.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest of the policy's own text.</param>
public sealed record PolicyReference(string Id, string Hash);
