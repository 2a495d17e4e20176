namespace Gatehouse.Projections;

/// <summary>Where in the log an operator let a gate go, or took that back (rule 7): for timelines.</summary>
public sealed record ReleaseRow(long Sequence, string Alias, string DecisionContext);
