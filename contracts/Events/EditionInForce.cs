namespace Gatehouse.Contracts;

/// <summary>From this position of the log on, this edition of the rules holds (rule 16). Appended once, by the first that leads gating under it.</summary>
public sealed record EditionInForce(int Edition)
{
    /// <summary>The edition of the rules that this code decides by.</summary>
    public const int Newest = 2;

    /// <summary>However many begin to lead at once, an edition comes into force once.</summary>
    public Guid EventId() => Ids.Version5($"{nameof(EditionInForce)}:{Edition}");
}
