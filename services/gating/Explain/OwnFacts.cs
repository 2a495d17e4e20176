using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Which facts decide the gates of some updates: their definitions, results and waivers of the updates and of every build they ever had,
/// their deadlines, and all policy sets. Decisions about an update depend on nothing else, so its past is made again from these alone.
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
        ResultRecorded result => subjects.Contains(result.Subject),
        WaiverRecorded waiver => subjects.Contains(waiver.Subject),
        DeadlinePassed passed => aliases.Contains(passed.Alias),
        PolicySetInForce => true,
        _ => false,
    };
}
