namespace Gatehouse.Contracts;

/// <summary>The part in a gate of what belongs to an update and is no build.</summary>
public sealed record SubjectPart(string Type, string Id, PartVerdict Verdict);
