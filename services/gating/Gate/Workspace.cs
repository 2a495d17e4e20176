using System.Diagnostics.CodeAnalysis;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// The states that a page of facts touches, in memory. The fold reads and writes here; the shell loads it before and saves what changed after.
/// What was never loaded does not exist for it, so the shell must load all that a fact can touch.
/// </summary>
public sealed class Workspace
{
    private readonly Memo<Subject, Guid> subjectKeys = new(subject => subject.Key());
    private readonly Memo<(Subject Subject, string Testcase), Guid> topicKeys = new(topic => Gating.Topic.KeyOf(topic.Subject, topic.Testcase));
    private readonly Dictionary<Guid, Topic> topics = [];
    private readonly Dictionary<Guid, Gate> gates = [];
    private readonly Dictionary<Guid, Dictionary<Guid, GatePart>> parts = [];
    private readonly Dictionary<Guid, HashSet<Guid>> gatesBySubject = [];
    private readonly Dictionary<string, HashSet<Guid>> gatesByAlias = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UpdateInForce> updates = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> replacedBefore = [];

    private readonly Dictionary<string, PolicySet> sets = new(StringComparer.Ordinal);
    private PolicySet? policies;
    private int edition = EditionInForce.Newest;

    /// <summary>A workspace with nothing loaded but what holds for all.</summary>
    public static Workspace Of(PolicySet? policies, int edition)
    {
        var states = new Workspace { Policies = policies };
        states.LoadEdition(edition);
        return states;
    }

    /// <summary>The policies in force; null before the first set.</summary>
    public PolicySet? Policies
    {
        get => policies;
        set
        {
            policies = value;
            if (value is not null)
            {
                sets[value.Hash] = value;
            }
        }
    }

    /// <summary>The edition of the rules that holds: before the second nothing is decided, and what was said is taken as said.</summary>
    public int Edition
    {
        get => edition;
        set => (edition, Changes.Edition) = (value, value);
    }

    /// <summary>Whether facts are decided.</summary>
    public bool Decides => edition >= EditionInForce.Newest;

    /// <summary>What was changed since it was loaded.</summary>
    public Changes Changes { get; } = new();

    /// <summary>The open updates, by alias.</summary>
    public IEnumerable<UpdateInForce> OpenUpdates => updates.Values.Where(u => u.IsOpen).OrderBy(u => u.Alias, StringComparer.Ordinal);

    /// <summary>The gates that are open, in a fixed order.</summary>
    public IEnumerable<Guid> OpenGates => Ordered([.. gates.Where(g => g.Value.Phase != GatePhase.Closed).Select(g => g.Key)]);

    /// <summary>The key of a gate in the tables.</summary>
    public static Guid KeyOf(string alias, string context) => TextHash.Of(alias, context);

    /// <summary>The key of a subject in the tables.</summary>
    public Guid KeyOf(Subject subject) => subjectKeys.Of(subject);

    /// <summary>The key of a topic in the tables.</summary>
    public Guid KeyOf(Subject subject, string testcase) => topicKeys.Of((subject, testcase));

    public Topic Topic(Subject subject, string testcase) => topics.GetValueOrDefault(KeyOf(subject, testcase), Gating.Topic.Initial);

    public UpdateInForce? Update(string alias) => updates.GetValueOrDefault(alias);

    public Gate Gate(Guid key) => gates.GetValueOrDefault(key, Gating.Gate.Initial);

    /// <summary>The gates that ask something of a subject, in a fixed order.</summary>
    public IReadOnlyList<Guid> GatesOf(Subject subject) => Ordered(gatesBySubject.GetValueOrDefault(KeyOf(subject)));

    /// <summary>The same of several subjects.</summary>
    public IReadOnlyList<Guid> GatesOf(IEnumerable<Subject> subjects) =>
        Ordered([.. subjects.SelectMany(subject => gatesBySubject.GetValueOrDefault(KeyOf(subject), []))]);

    /// <summary>The set of this hash; the one in force where that is not known, or the hash is null.</summary>
    public PolicySet? SetOf(string? hash) => hash is not null && sets.TryGetValue(hash, out var known) ? known : policies;

    /// <summary>The gates of an update, in a fixed order, closed ones included.</summary>
    public IReadOnlyList<Guid> GatesOf(string alias) => Ordered(gatesByAlias.GetValueOrDefault(alias));

    /// <summary>The parts of a gate that are in memory.</summary>
    public IReadOnlyCollection<GatePart> PartsOf(Guid gate) => parts.TryGetValue(gate, out var known) ? known.Values : [];

    /// <summary>Whether a gate has other parts than before: then all that it has are in memory, and those in the tables are none of its.</summary>
    public bool IsReplaced(Guid gate) => replacedBefore.Contains(gate) || Changes.Replaced.Contains(gate);

    public bool TryGetPart(Guid gate, Subject subject, [NotNullWhen(true)] out GatePart? part)
    {
        part = null;
        return parts.TryGetValue(gate, out var known) && known.TryGetValue(KeyOf(subject), out part);
    }

    // --- what the fold writes ---

    public void Set(Subject subject, string testcase, Topic topic)
    {
        var key = KeyOf(subject, testcase);
        topics[key] = topic;
        Changes.Topics[key] = (topic, KeyOf(subject));
    }

    public void Set(UpdateInForce update)
    {
        updates[update.Alias] = update;
        Changes.Updates[update.Alias] = update;
    }

    public void Set(Guid key, Gate gate)
    {
        Load(key, gate);
        gates[key] = gate;
        Changes.Gates[key] = gate;
    }

    public void Set(Guid gate, GatePart part)
    {
        Put(gate, part);
        Changes.Parts[(gate, KeyOf(part.Subject))] = part;
    }

    /// <summary>Gives a gate other parts in place of all it has.</summary>
    public void Replace(Guid gate, IEnumerable<GatePart> with)
    {
        foreach (var subject in parts.TryGetValue(gate, out var known) ? known.Keys : Enumerable.Empty<Guid>())
        {
            gatesBySubject[subject].Remove(gate);
            Changes.Parts.Remove((gate, subject));
        }

        parts[gate] = [];
        Changes.Replaced.Add(gate);
        foreach (var part in with)
        {
            Set(gate, part);
        }
    }

    // --- what the shell loads; what is in memory already is newer and stays ---

    /// <summary>Takes the edition that holds from the tables.</summary>
    public void LoadEdition(int holds) => edition = holds;

    /// <summary>Takes a set that was in force before.</summary>
    public void LoadSet(PolicySet set) => sets.TryAdd(set.Hash, set);

    /// <summary>Takes over what another page has changed and may not be in the tables yet.</summary>
    public void Load(Changes others)
    {
        edition = others.Edition ?? edition;
        foreach (var (key, (topic, _)) in others.Topics)
        {
            LoadTopic(key, topic);
        }

        foreach (var update in others.Updates.Values)
        {
            Load(update);
        }

        foreach (var (key, gate) in others.Gates)
        {
            Load(key, gate);
        }

        foreach (var ((gate, _), part) in others.Parts)
        {
            Load(gate, part);
        }

        replacedBefore.UnionWith(others.Replaced);
    }

    public void LoadTopic(Guid key, Topic topic) => topics.TryAdd(key, topic);

    public void Load(UpdateInForce update) => updates.TryAdd(update.Alias, update);

    public void Load(Guid key, Gate gate)
    {
        if (gates.TryAdd(key, gate) && gate.Opening is { } opening)
        {
            Index(gatesByAlias, opening.Alias, key);
        }
    }

    public void Load(Guid gate, GatePart part)
    {
        if (!IsReplaced(gate) && !(parts.TryGetValue(gate, out var known) && known.ContainsKey(KeyOf(part.Subject))))
        {
            Put(gate, part);
        }
    }

    private void Put(Guid gate, GatePart part)
    {
        if (!parts.TryGetValue(gate, out var known))
        {
            parts[gate] = known = [];
        }

        var subject = KeyOf(part.Subject);
        known[subject] = part;
        Index(gatesBySubject, subject, gate);
    }

    private static void Index<T>(Dictionary<T, HashSet<Guid>> index, T from, Guid to)
        where T : notnull
    {
        if (!index.TryGetValue(from, out var all))
        {
            index[from] = all = [];
        }

        all.Add(to);
    }

    private IReadOnlyList<Guid> Ordered(HashSet<Guid>? keys) => keys is null or { Count: < 2 }
        ? [.. keys ?? []]
        : [.. keys.OrderBy(k => Gate(k).Opening?.Alias, StringComparer.Ordinal).ThenBy(k => Gate(k).Opening?.Context, StringComparer.Ordinal)];
}

/// <summary>What a page changed.</summary>
public sealed class Changes
{
    /// <summary>With their subjects' keys.</summary>
    public Dictionary<Guid, (Topic Topic, Guid Subject)> Topics { get; } = [];

    public Dictionary<string, UpdateInForce> Updates { get; } = new(StringComparer.Ordinal);

    public Dictionary<Guid, Gate> Gates { get; } = [];

    public Dictionary<(Guid Gate, Guid Subject), GatePart> Parts { get; } = [];

    /// <summary>Gates whose parts in the tables go before the changed ones are written.</summary>
    public HashSet<Guid> Replaced { get; } = [];

    /// <summary>The policy sets that came into force, with their positions and as they are recorded.</summary>
    public List<(long Position, PolicySet Set, PolicySetInForce Recorded)> Policies { get; } = [];

    /// <summary>Waivers that have an end.</summary>
    public Dictionary<Guid, WaiverExpiry> Expiries { get; } = [];

    /// <summary>Waivers whose end is noted in the log.</summary>
    public HashSet<Guid> Expired { get; } = [];

    /// <summary>Texts of results and waivers that were redacted: gates that are not in memory may show them.</summary>
    public List<FactRedacted> Redacted { get; } = [];

    /// <summary>The edition of the rules that has come into force; null where none has.</summary>
    public int? Edition { get; set; }
}

/// <summary>When a waiver's time is over.</summary>
public sealed record WaiverExpiry(DateTimeOffset At, Subject Subject, string Testcase);
