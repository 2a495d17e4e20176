using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What the page of an update shows: the update as the API tells it, and of each gate a page of its parts.</summary>
/// <param name="At">The past moment it is shown as of; null for now.</param>
public sealed record UpdatePageView(UpdateDetail Update, IReadOnlyList<GateParts> Gates, DateTimeOffset? At);

/// <summary>Some of a gate's parts.</summary>
/// <param name="Parts">Those with something unsatisfied first.</param>
/// <param name="Page">Which page of them, from 1.</param>
/// <param name="Find">What their identifiers hold; empty for all.</param>
/// <param name="More">There are parts after these.</param>
/// <param name="Waivers">Those that cover something here, as they were given.</param>
/// <param name="Refused">Refused results that the gate asks for.</param>
public sealed record GateParts(
    GateNow Gate, IReadOnlyList<GatePart> Parts, int Page, string Find, bool More, IReadOnlyDictionary<Guid, WaiverRecorded> Waivers, IReadOnlyList<RefusedResult> Refused);
