using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>An update as views and gates hold it now.</summary>
internal sealed record UpdateNow(UpdateRecord Update, IReadOnlyList<ListedGate> Gates, SubjectSummaries Summaries);

/// <summary>A gate of an update.</summary>
/// <param name="Urgent">The parts that its message lists first, and how many at most: <see cref="Limits.GateEntries"/>.</param>
internal sealed record ListedGate(GateRow Gate, IReadOnlyList<GatePart> Urgent, GateLists Lists);
