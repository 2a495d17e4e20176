namespace Gatehouse.Contracts;

/// <summary>A build's part in a gate.</summary>
/// <param name="Verdict">Never null: statements of the first edition left it out for <see cref="PartVerdict.Waiting"/>, and read as such.</param>
public sealed record BuildVerdict(string Nvr, PartVerdict? Verdict)
{
    public PartVerdict? Verdict { get; init; } = Verdict ?? PartVerdict.Waiting;
}
