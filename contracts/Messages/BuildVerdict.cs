namespace Gatehouse.Contracts;

/// <summary>A build's part in a gate.</summary>
/// <param name="Verdict">Null while something of it is still waited for and nothing essential has failed.</param>
public sealed record BuildVerdict(string Nvr, Verdict? Verdict);
