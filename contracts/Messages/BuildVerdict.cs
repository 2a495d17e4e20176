namespace Gatehouse.Contracts;

/// <summary>A build's part in a gate.</summary>
/// <param name="Verdict">Null only in statements of the first edition, for waiting.</param>
public sealed record BuildVerdict(string Nvr, PartVerdict? Verdict);
