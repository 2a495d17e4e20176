using System.Text.Json;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// The shell over tables in memory: rows hold what GateSaver writes, as it writes it, and a page sees only what GateLoader would load for it. So it
/// tells whether that is enough.
/// </summary>
/// <param name="isSaved">
/// As a rebuild does it: what the page before has changed is in memory, and asked before each look into the tables is whether it is in them by now. Null for the fold of a
/// service, which saves before it goes on.
/// </param>
/// <param name="together">How many pages are decided over the same states before what they changed is saved.</param>
internal sealed class Tables(Func<bool>? isSaved = null, int together = 1)
{
    // Smaller than the loader's, so that small histories have gates that are loaded in part.
    private const int Small = 1;

    private readonly Dictionary<Guid, (Guid Subject, byte[] State)> topics = [];
    private readonly Dictionary<string, (bool Open, string State)> updates = [];
    private readonly Dictionary<Guid, (string Alias, bool Live, int Builds, byte[] State)> gates = [];
    private readonly Dictionary<(Guid Gate, Guid Subject), (Subject Subject, int Place, byte[] Requirements)> parts = [];
    private string? policies;
    private Changes latest = new();
    private bool saved = true;
    private Workspace? states;
    private int unsaved;

    /// <summary>Folds one page as Gates does and gives what is said, as it is stored.</summary>
    public IReadOnlyList<GateSaid> Fold(IReadOnlyList<Fact> page)
    {
        if (states is null)
        {
            states = Workspace.Of(policies is null ? null : PolicySet.From(Read<PolicySetInForce>(policies)), EditionInForce.Newest);
            if (isSaved is not null)
            {
                states.Load(latest);
            }
        }

        var whole = Load(states, page);
        var fold = new GateFold(states);
        var said = new List<GateSaid>();
        foreach (var fact in page)
        {
            if (fact.Data is PolicySetInForce)
            {
                LoadOpenGates(states);
            }

            said.AddRange(fold.Apply(fact).Select(saying => Log.SpeechOf(saying, PartsForLists(states, saying.Key, whole))));
        }

        if (++unsaved >= together)
        {
            End(states.Changes);
        }

        return said;
    }

    private void End(Changes changes)
    {
        SaveLatest();
        (latest, saved, states, unsaved) = (changes, false, null, 0);
        policies = latest.Policies is [.., var (_, _, newest)] ? Text(newest) : policies;
        if (isSaved is null)
        {
            SaveLatest();
        }
    }

    private void Look()
    {
        if (isSaved?.Invoke() == true)
        {
            SaveLatest();
        }
    }

    private void SaveLatest()
    {
        if (!saved)
        {
            Save(latest);
            saved = true;
        }
    }

    private HashSet<Guid> Load(Workspace states, IReadOnlyList<Fact> page)
    {
        var touched = Touched.By(page, states);
        var others = parts.Where(p => p.Value.Subject.Type != Subject.Build && gates[p.Key.Gate] is { Live: true } gate && touched.Edited.Contains(gate.Alias))
            .Select(p => p.Key).ToHashSet();
        var otherSubjects = others.Select(k => k.Subject).ToHashSet();
        LoadTopics(
            states,
            t => touched.Topics.ContainsKey(t.Key) || touched.Defined.Contains(t.Value.Subject) || otherSubjects.Contains(t.Value.Subject));
        LoadUpdates(states, u => touched.Aliases.Contains(u.Key));

        Look();
        var gatesTouched = parts.Keys.Where(k => touched.Subjects.Contains(k.Subject)).Select(k => k.Gate)
            .Concat(gates.Where(g => touched.Aliases.Contains(g.Value.Alias)).Select(g => g.Key))
            .ToHashSet();
        var loaded = gates.Where(g => gatesTouched.Contains(g.Key) && (g.Value.Live || touched.Aliases.Contains(g.Value.Alias))).ToList();
        loaded.ForEach(g => states.Load(g.Key, Packed.Read<Gate>(g.Value.State)));
        Look();
        foreach (var key in parts.Keys.Where(k => gatesTouched.Contains(k.Gate) && gates[k.Gate].Live && (gates[k.Gate].Builds <= Small || touched.Subjects.Contains(k.Subject) || others.Contains(k))))
        {
            states.Load(key.Gate, PartOf(key));
        }

        return [.. loaded.Where(g => g.Value.Builds <= Small).Select(g => g.Key)];
    }

    private void LoadOpenGates(Workspace states)
    {
        LoadUpdates(states, u => u.Value.Open || gates.Values.Any(g => g.Live && g.Alias == u.Key));
        Look();
        foreach (var (key, row) in gates.Where(g => g.Value.Live))
        {
            states.Load(key, Packed.Read<Gate>(row.State));
        }

        var planned = states.OpenGates.Where(key => states.Gate(key).IsReplanned).ToList();
        var opening = states.OpenUpdates.Where(u => u.Contexts.Any(c => states.Gate(Workspace.KeyOf(u.Alias, c)).Phase == GatePhase.Closed));
        var subjects = planned.Select(key => states.Update(states.Gate(key).Opening!.Alias)).OfType<UpdateInForce>().Concat(opening)
            .SelectMany(Touched.SubjectsOf).ToHashSet();
        LoadTopics(states, t => subjects.Contains(t.Value.Subject));
        Look();
        foreach (var key in parts.Keys.Where(k => planned.Contains(k.Gate)))
        {
            states.Load(key.Gate, PartOf(key));
        }
    }

    private IEnumerable<GatePart> PartsForLists(Workspace states, Guid gate, HashSet<Guid> whole)
    {
        Look();
        var known = states.PartsOf(gate);
        return whole.Contains(gate) || states.IsReplaced(gate)
            ? known
            : known.Concat(parts.Keys.Where(k => k.Gate == gate && !known.Any(p => p.Subject.Key() == k.Subject)).Select(PartOf));
    }

    private void Save(Changes changes)
    {
        foreach (var (key, (topic, subject)) in changes.Topics)
        {
            topics[key] = (subject, Packed.Of(topic));
        }

        foreach (var (alias, update) in changes.Updates)
        {
            updates[alias] = (update.IsOpen, Text(update));
        }

        foreach (var (key, gate) in changes.Gates.Where(g => g.Value.Opening is not null))
        {
            gates[key] = (gate.Opening!.Alias, gate.Phase != GatePhase.Closed, Speech.View(gate).Builds, Packed.Of(gate));
        }

        foreach (var key in parts.Keys.Where(k => changes.Replaced.Contains(k.Gate)).ToList())
        {
            parts.Remove(key);
        }

        foreach (var (key, part) in changes.Parts)
        {
            parts[key] = (part.Subject, part.Place, Packed.Of(part.Requirements));
        }
    }

    private void LoadTopics(Workspace states, Func<KeyValuePair<Guid, (Guid Subject, byte[] State)>, bool> which)
    {
        Look();
        topics.Where(which).ToList().ForEach(t => states.LoadTopic(t.Key, Packed.Read<Topic>(t.Value.State)));
    }

    private void LoadUpdates(Workspace states, Func<KeyValuePair<string, (bool Open, string State)>, bool> which)
    {
        Look();
        updates.Where(which).ToList().ForEach(u => states.Load(Read<UpdateInForce>(u.Value.State)));
    }

    private GatePart PartOf((Guid Gate, Guid Subject) key) => new(parts[key].Subject, parts[key].Place, Packed.Read<List<RequirementView>>(parts[key].Requirements));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Stored);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json.Stored)!;
}
