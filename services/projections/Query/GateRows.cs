using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A gate's row: its key, how many builds and waived requirements it has in all, and its state as of now.</summary>
internal sealed record GateRow(Guid Key, int Builds, int Waived, GateView View)
{
    /// <summary>Whether it was retired, seen from its parts: an open gate's are there, those of a closed one may have been removed.</summary>
    public bool IsRetired(IReadOnlyList<GatePart> parts) => parts.Count == 0 && View is { Status: GateStatus.Closed } and ({ Builds: > 0 } or { Counts.Requirements: > 0 });

    /// <summary>
    /// Whether its lists are those that it said last: nothing that came after a closing counts, and one that has decided by the first edition alone stands
    /// by what it said then (rule 16).
    /// </summary>
    public bool StandsAsSaid(IReadOnlyList<GatePart> parts) => View.Edition < EditionInForce.Newest || IsRetired(parts);
}

/// <summary>Gates as gating keeps them. Only read here: nothing of a gate is decided twice.</summary>
internal static class GateRows
{
    /// <summary>The name of gating's fold, which writes them.</summary>
    public const string FoldName = "gates";

    private const string Part = "select subject_type, subject_id, place, requirements from gating.gate_build where gate = $1";

    private static readonly string Urgent = $"{Part} order by urgency, place limit {Limits.GateEntries}";

    private const string Last = "select data from gatehouse.mt_events where stream_id = $1 and type = any($2) order by version desc limit 1";

    private static readonly string[] Said = [.. StoredEvents.OfGates.Select(StoredEvents.NameOf)];

    /// <summary>What <see cref="Read"/> reads of a gate; the table is called <c>g</c>.</summary>
    public const string Columns = "g.gate, g.builds, g.waived, g.shown";

    /// <summary>The gates of an update, in the order of contexts.</summary>
    public static async Task<List<GateRow>> OfAsync(NpgsqlConnection connection, string alias, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Gates(alias) } };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        return await ReadAsync(row, cancellation);
    }

    /// <summary>Reads the gates of an update, in the order of contexts.</summary>
    public static NpgsqlBatchCommand Gates(string alias) => Rows.Command($"select {Columns} from gating.gate g where g.alias = $1 order by g.context", alias);

    /// <summary>What <see cref="Gates"/> reads.</summary>
    public static async Task<List<GateRow>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var gates = new List<GateRow>();
        while (await row.ReadAsync(cancellation))
        {
            gates.Add(Read(row, 0));
        }

        return gates;
    }

    /// <summary>A gate whose <see cref="Columns"/> begin there.</summary>
    public static GateRow Read(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetInt32(first + 1), row.GetInt32(first + 2), Packed.Read<GateView>(row.GetFieldValue<byte[]>(first + 3)));

    /// <summary>Reads the parts that a gate's message lists first.</summary>
    public static NpgsqlBatchCommand UrgentParts(GateRow gate) => Rows.Command(Urgent, gate.Key);

    /// <summary>The lists of a gate's message, as of now.</summary>
    /// <param name="urgent">What <see cref="UrgentParts"/> read.</param>
    public static async Task<GateLists> ListsAsync(NpgsqlConnection connection, GateRow gate, List<GatePart> urgent, CancellationToken cancellation)
    {
        if (gate.StandsAsSaid(urgent))
        {
            return await ListsAsSaidAsync(connection, gate, cancellation);
        }

        if (urgent.Count == Limits.GateEntries && gate.Waived > 0)
        {
            // Satisfied builds come last, but what is waived of them is listed.
            var waived = await PartsAsync(connection, $"{Part} and has_waived order by urgency, place limit {Limits.GateEntries}", cancellation, gate.Key);
            urgent = [.. urgent.Concat(waived).DistinctBy(p => p.Subject)];
        }

        return GateLists.Of(urgent, gate.View.Verdict is not null, gate.Builds, gate.View.Subjects, gate.View.Unsatisfied, gate.Waived);
    }

    /// <summary>All parts of a gate, in the definition's order.</summary>
    public static Task<List<GatePart>> AllPartsAsync(NpgsqlConnection connection, GateRow gate, CancellationToken cancellation) =>
        PartsAsync(connection, Part + " order by place", cancellation, gate.Key);

    /// <summary>Some of a gate's parts, those with something unsatisfied first.</summary>
    /// <param name="find">What the identifiers hold; empty for all.</param>
    /// <param name="skip">How many come before.</param>
    public static Task<List<GatePart>> PageAsync(NpgsqlConnection connection, Guid gate, string find, int skip, int most, CancellationToken cancellation) =>
        PartsAsync(connection, Part + " and ($2 = '' or position(lower($2) in lower(subject_id)) > 0) order by urgency, place offset $3 limit $4", cancellation, gate, find, skip, most);

    /// <summary>Those of a gate's parts that something refused is about.</summary>
    public static Task<List<GatePart>> RefusedPartsAsync(NpgsqlConnection connection, Guid gate, CancellationToken cancellation) =>
        PartsAsync(connection, $"{Part} and {RefusedResults.IsAboutPart} order by place", cancellation, gate);

    /// <summary>The lists that a gate said last: those of now where it <see cref="GateRow.StandsAsSaid"/>.</summary>
    public static async Task<GateLists> ListsAsSaidAsync(NpgsqlConnection connection, GateRow gate, CancellationToken cancellation)
    {
        var stream = Streams.Gate(gate.View.Alias, gate.View.DecisionContext);
        await using var command = connection.Command(Last, stream, Said);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation))
        {
            throw new InvalidOperationException($"the log has nothing that was said of {stream}");
        }

        var said = JsonSerializer.Deserialize<SaidLast>(row.GetString(0), Json.Stored)!.Statement;
        return new GateLists(said.Builds, said.Subjects ?? [], said.Unsatisfied, said.Waived, said.Truncated);
    }

    /// <summary>What all that gates say has.</summary>
    private sealed record SaidLast(GateStatement Statement);

    private static async Task<List<GatePart>> PartsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = connection.Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await PartsAsync(row, cancellation);
    }

    /// <summary>Reads parts of a gate.</summary>
    public static async Task<List<GatePart>> PartsAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var parts = new List<GatePart>();
        while (await row.ReadAsync(cancellation))
        {
            parts.Add(new GatePart(
                new Subject(row.GetString(0), row.GetString(1)), row.GetInt32(2),
                Packed.Read<List<RequirementView>>(row.GetFieldValue<byte[]>(3))));
        }

        return parts;
    }
}
