using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Loads the states that a page of facts can touch: one round trip a page, whatever it holds.</summary>
internal sealed class GateLoader(NpgsqlConnection connection)
{
    /// <summary>Gates of up to so many builds are loaded whole: their lists are likely to be wanted, and cheaper read with the rest.</summary>
    private const int Small = 16;

    private const string Part = "b.gate, b.subject_type, b.subject_id, b.place, b.requirements";

    // From the keys to what they lead to, step by step: "offset 0" is where the planner may not choose another order, such as all gates first.
    private const string Keys = "select gate from gate_build where subject = any($1) union select gate from gate where alias = any($2)";

    private const string Gates = $"""
        select g.gate, g.builds, g.state from ({Keys}) k
        cross join lateral (select * from gate where gate.gate = k.gate and (live or alias = any($2)) offset 0) g
        """;

    private const string Parts = $"""
        select {Part} from ({Keys}) k
        cross join lateral (select from gate where gate.gate = k.gate and live and builds <= $3 offset 0) g
        cross join lateral (select * from gate_build where gate_build.gate = k.gate offset 0) b
        union all
        -- An edit can change what counts of evidence about the update itself and other subjects that change.
        select {Part} from ({Edited}) b where b.builds > $3
        union all
        select {Part} from gate_build b where b.subject = any($1) and (select g.live and g.builds > $3 from gate g where g.gate = b.gate)
        """;

    private const string Edited = $"""
        select b.*, g.builds from (select gate, builds from gate where alias = any($4) and live offset 0) g
        cross join lateral (select * from gate_build where gate_build.gate = g.gate and gate_build.subject_type <> '{Subject.Build}' offset 0) b
        """;

    private const string DefinedTopics = $"""
        select topic, known from topic where subject = any($1)
        union all
        select t.topic, t.known from (
            select distinct b.subject from (select gate from gate where alias = any($2) and live offset 0) g
            cross join lateral (select * from gate_build where gate_build.gate = g.gate and gate_build.subject_type <> '{Subject.Build}' offset 0) b) s
        cross join lateral (select * from topic where topic.subject = s.subject offset 0) t
        """;

    private const string Topics = """
        select t.topic, t.known from unnest($1, $2) k (subject, topic)
        cross join lateral (select * from topic where topic.subject = k.subject and topic.topic = k.topic offset 0) t
        """;

    private readonly HashSet<Guid> whole = [];
    private readonly Dictionary<Guid, List<GatePart>> listed = [];

    /// <summary>The policies in force as of the fold's place in the log; null before the first set.</summary>
    public async Task<PolicySet?> LoadPoliciesAsync(CancellationToken cancellation)
    {
        var body = await connection.ReadAsync<string>("select body::text from policy_set order by position desc limit 1", cancellation);
        return body is null ? null : PolicySet.From(JsonSerializer.Deserialize<PolicySetInForce>(body, Json.Stored)!);
    }

    /// <summary>The edition of the rules that holds: the first until another has come into force.</summary>
    public static async Task<int> LoadEditionAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.ReadAsync<int>("select coalesce(max(edition), 1) from edition", cancellation);

    /// <summary>Loads what the facts can touch, except for policy sets and editions: <see cref="LoadOpenGatesAsync"/>.</summary>
    public async Task LoadAsync(Workspace states, IReadOnlyList<Fact> facts, CancellationToken cancellation)
    {
        var touched = Touched.By(facts, states);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Topics, touched.Topics.Values.ToArray(), touched.Topics.Keys.ToArray());
        batch.Add(DefinedTopics, touched.Defined, touched.Edited);
        batch.Add("select state from update_in_force where alias = any($1)", (object)touched.Aliases);
        batch.Add(Gates, touched.Subjects, touched.Aliases);
        batch.Add(Parts, touched.Subjects, touched.Aliases, Small, touched.Edited);

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await ReadTopicsAsync(reader, states, cancellation);
        await reader.NextResultAsync(cancellation);
        await ReadTopicsAsync(reader, states, cancellation);
        await reader.NextResultAsync(cancellation);
        await ReadUpdatesAsync(reader, states, cancellation);
        await reader.NextResultAsync(cancellation);
        await ReadGatesAsync(reader, states, whole, cancellation);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            states.Load(reader.GetGuid(0), PartOf(reader));
        }
    }

    /// <summary>Loads all that a new policy set or edition can touch: the open updates and gates, their parts, and what is known of their subjects.</summary>
    public async Task LoadOpenGatesAsync(Workspace states, CancellationToken cancellation)
    {
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add("select state from update_in_force where open or alias in (select alias from gate where live)");
            batch.Add("select gate, builds, state from gate where live");
            if (!states.Decides)
            {
                batch.Add("select distinct on (hash) body::text from policy_set order by hash, position desc");
            }

            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            await ReadUpdatesAsync(reader, states, cancellation);
            await reader.NextResultAsync(cancellation);
            await ReadGatesAsync(reader, states, [], cancellation);
            if (await reader.NextResultAsync(cancellation))
            {
                while (await reader.ReadAsync(cancellation))
                {
                    states.LoadSet(PolicySet.From(JsonSerializer.Deserialize<PolicySetInForce>(reader.GetString(0), Json.Stored)!));
                }
            }
        }

        // Gates that passed are left alone by a new set; by a new edition none is.
        var planned = states.OpenGates.Where(key => !states.Decides || states.Gate(key).IsReplanned).ToList();
        var opening = states.OpenUpdates.Where(u => u.Contexts.Any(c => states.Gate(Workspace.KeyOf(u.Alias, c)).Phase == GatePhase.Closed));
        var updates = planned.Select(key => states.Update(states.Gate(key).Opening!.Alias)).OfType<UpdateInForce>().Concat(opening);
        var subjects = updates.DistinctBy(u => u.Alias).SelectMany(Touched.SubjectsOf).Distinct().ToArray();
        await using var topics = new NpgsqlBatch(connection);
        topics.Add("select topic, known from topic where subject = any($1)", subjects);
        topics.Add($"select {Part} from gate_build b where b.gate = any($1)", planned.ToArray());
        await using var rows = await topics.ExecuteReaderAsync(cancellation);
        await ReadTopicsAsync(rows, states, cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            states.Load(rows.GetGuid(0), PartOf(rows));
        }
    }

    /// <summary>The parts that a gate's lists are made of, as of now: those in memory, and of the others the most urgent.</summary>
    public async Task<IEnumerable<GatePart>> PartsForListsAsync(Workspace states, Guid gate, CancellationToken cancellation)
    {
        var known = states.PartsOf(gate);
        if (whole.Contains(gate) || states.IsReplaced(gate))
        {
            return known;
        }

        if (!listed.TryGetValue(gate, out var others))
        {
            others = await ReadOthersAsync(gate, [.. known.Select(p => states.KeyOf(p.Subject))], cancellation);
            listed[gate] = others;
        }

        return known.Concat(others);
    }

    private async Task<List<GatePart>> ReadOthersAsync(Guid gate, Guid[] known, CancellationToken cancellation)
    {
        const string others = $"select {Part} from gate_build b where gate = $1 and not subject = any($2)";
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"({others} order by urgency, place limit {Limits.GateEntries}) union ({others} and has_waived order by urgency, place limit {Limits.GateEntries})", gate, known);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var parts = new List<GatePart>();
        while (await reader.ReadAsync(cancellation))
        {
            parts.Add(PartOf(reader));
        }

        return parts;
    }

    private static async Task ReadTopicsAsync(NpgsqlDataReader reader, Workspace states, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            states.LoadTopic(reader.GetGuid(0), Packed.Read<Topic>(reader.GetFieldValue<byte[]>(1)));
        }
    }

    private static async Task ReadUpdatesAsync(NpgsqlDataReader reader, Workspace states, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            states.Load(Read<UpdateInForce>(reader, 0));
        }
    }

    private static async Task ReadGatesAsync(NpgsqlDataReader reader, Workspace states, HashSet<Guid> whole, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var gate = reader.GetGuid(0);
            states.Load(gate, Packed.Read<Gate>(reader.GetFieldValue<byte[]>(2)));
            if (reader.GetInt32(1) <= Small)
            {
                whole.Add(gate);
            }
        }
    }

    private static GatePart PartOf(NpgsqlDataReader reader) =>
        new(new Subject(reader.GetString(1), reader.GetString(2)), reader.GetInt32(3), Packed.Read<List<RequirementView>>(reader.GetFieldValue<byte[]>(4)));

    private static T Read<T>(NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(column), Json.Stored)
        ?? throw new InvalidOperationException($"a stored {typeof(T).Name} is null");
}
