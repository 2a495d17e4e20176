namespace Gatehouse.Contracts;

/// <summary>An operator let one gate go by name, or took that back (rule 7). It holds for the opening that it names.</summary>
/// <param name="OpenedAt">The opening's.</param>
/// <param name="Released">False takes it back.</param>
/// <param name="UserId">The HTTP identity that did it; null where nobody vouched.</param>
public sealed record GateReleased(string Alias, string DecisionContext, DateTimeOffset OpenedAt, bool Released, string? UserId);
