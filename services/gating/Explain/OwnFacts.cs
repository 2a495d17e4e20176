using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Which facts decide the gates of some updates: their definitions, results and waivers of the updates and of every build and subject they
/// ever had, what was refused of those, their deadlines and releases, and all policy sets. Decisions about an update depend on nothing else, so its past is made again from these alone.
/// </summary>
public sealed class OwnFacts
{
    private readonly HashSet<string> aliases = new(StringComparer.Ordinal);
    private readonly HashSet<Subject> subjects = [];
    private readonly HashSet<string> gates = new(StringComparer.Ordinal);

    /// <summary>What belongs to the updates of these definitions, closings among them; taken up or not.</summary>
    public OwnFacts(IEnumerable<UpdateRecorded> definitions)
    {
        foreach (var definition in definitions)
        {
            aliases.Add(definition.Alias);
            subjects.Add(Subject.OfUpdate(definition.Alias));
            subjects.UnionWith((definition.Builds ?? []).Select(Subject.OfBuild));
            subjects.UnionWith(definition.Subjects ?? []);
            gates.UnionWith((definition.DecisionContexts ?? []).Select(context => Streams.Gate(definition.Alias, context)));
        }
    }

    /// <summary>The updates.</summary>
    public IReadOnlyCollection<string> Aliases => aliases;

    /// <summary>The updates themselves and all builds they ever had.</summary>
    public IReadOnlyCollection<Subject> Subjects => subjects;

    /// <summary>The streams of all gates they ever stood before.</summary>
    public IReadOnlyCollection<string> Gates => gates;

    /// <summary>Whether it is one of them.</summary>
    public bool Hold(object fact) => fact switch
    {
        UpdateRecorded update => aliases.Contains(update.Alias),
        ResultRecorded result => result.Subjects.Any(subjects.Contains),
        WaiverRecorded waiver => subjects.Contains(waiver.Subject),
        WaiverExpired expired => subjects.Contains(expired.Subject),
        MessageRejected { About: { } about } => about.Subjects.Any(subjects.Contains),
        RejectionSettled { About: { } about } => about.Subjects.Any(subjects.Contains),
        DeadlinePassed passed => aliases.Contains(passed.Alias),
        GateReleased released => aliases.Contains(released.Alias),
        GateSaid said => aliases.Contains(said.Statement.Alias),
        PolicySetInForce or EditionInForce => true,
        _ => false,
    };
}
