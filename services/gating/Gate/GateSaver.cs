using System.Text.Json;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Saves what a page changed: set by set, in one round trip.</summary>
internal static class GateSaver
{
    public static async Task SaveAsync(NpgsqlConnection connection, Changes changes, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTopics(batch, changes);
        AddUpdates(batch, changes);
        AddGates(batch, changes);
        AddParts(batch, changes);
        foreach (var (position, set, recorded) in changes.Policies)
        {
            batch.Add(
                "insert into policy_set (position, hash, body) values ($1, $2, $3::jsonb) on conflict (position) do nothing",
                position, set.Hash, Text(recorded));
        }

        AddExpiries(batch, changes);
        if (changes.Edition is { } edition)
        {
            batch.Add("insert into edition (edition) values ($1) on conflict do nothing", edition);
            // What the edition before noted it may not have decided by: what waits is noted again (DeadlineWatch).
            batch.Add("update gate set deadline_noted = null where deadline_noted is not null");
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var redacted in changes.Redacted)
        {
            await RedactedParts.SaveAsync(connection, redacted, cancellation);
        }
    }

    private static void AddTopics(NpgsqlBatch batch, Changes changes)
    {
        // Sorted, so that two that should never write at once would at least not lock each other for good.
        var topics = changes.Topics.OrderBy(t => (t.Value.Subject, t.Key)).ToList();
        if (topics.Count > 0)
        {
            batch.Add(
                """
                insert into topic (topic, subject, known) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])
                on conflict (subject, topic) do update set known = excluded.known
                """,
                Column(topics, t => t.Key), Column(topics, t => t.Value.Subject), Column(topics, t => Packed.Of(t.Value.Topic)));
        }
    }

    private static void AddUpdates(NpgsqlBatch batch, Changes changes)
    {
        var updates = changes.Updates.Values.OrderBy(u => u.Alias, StringComparer.Ordinal).ToList();
        if (updates.Count > 0)
        {
            batch.Add(
                """
                insert into update_in_force (alias, open, state)
                select a, o, x::jsonb from unnest($1::text[], $2::boolean[], $3::text[]) as rows (a, o, x)
                on conflict (alias) do update set open = excluded.open, state = excluded.state
                """,
                Column(updates, u => u.Alias), Column(updates, u => u.IsOpen), Column(updates, Text));
        }
    }

    private static void AddGates(NpgsqlBatch batch, Changes changes)
    {
        var gates = changes.Gates.Where(g => g.Value.Opening is not null).OrderBy(g => g.Key).Select(g => (g.Key, Gate: g.Value, View: Speech.View(g.Value))).ToList();
        if (gates.Count > 0)
        {
            batch.Add(
                """
                insert into gate (gate, alias, context, status, live, waiting, deadline, builds, waived, state, revision, shown, closed_at, waiting_since)
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::timestamptz[], $8::int[], $9::int[], $10::bytea[],
                    $11::int[], $12::bytea[], $13::timestamptz[], $14::timestamptz[])
                on conflict (gate) do update set status = excluded.status, live = excluded.live, waiting = excluded.waiting, deadline = excluded.deadline,
                    builds = excluded.builds, waived = excluded.waived, state = excluded.state, revision = excluded.revision, shown = excluded.shown,
                    closed_at = excluded.closed_at, retired = false, waiting_since = excluded.waiting_since
                """,
                Column(gates, g => g.Key), Column(gates, g => g.View.Alias), Column(gates, g => g.View.DecisionContext),
                Column(gates, g => JsonNaming(g.View.Status)), Column(gates, g => g.Gate.Phase != GatePhase.Closed), Column(gates, g => g.Gate.IsWaiting),
                Column(gates, g => g.View.Deadline), Column(gates, g => g.View.Builds), Column(gates, g => g.Gate.Tally.All.Waived),
                Column(gates, g => Packed.Of(g.Gate)), Column(gates, g => g.View.Revision), Column(gates, g => Packed.Of(g.View)), Column(gates, g => g.Gate.ClosedAt),
                Column(gates, g => g.Gate.IsWaiting ? g.View.OpenedAt : (DateTimeOffset?)null));
        }
    }

    private static void AddParts(NpgsqlBatch batch, Changes changes)
    {
        if (changes.Replaced.Count > 0)
        {
            batch.Add("delete from gate_build where gate = any($1)", changes.Replaced.ToArray());
        }

        var parts = changes.Parts.OrderBy(p => p.Key).ToList();
        if (parts.Count > 0)
        {
            batch.Add(
                """
                insert into gate_build (gate, subject, subject_type, subject_id, place, urgency, has_waived, requirements)
                select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::boolean[], $8::bytea[])
                on conflict (gate, subject) do update set place = excluded.place, urgency = excluded.urgency, has_waived = excluded.has_waived, requirements = excluded.requirements
                """,
                Column(parts, p => p.Key.Gate), Column(parts, p => p.Key.Subject), Column(parts, p => p.Value.Subject.Type), Column(parts, p => p.Value.Subject.Id),
                Column(parts, p => p.Value.Place), Column(parts, p => p.Value.Urgency()), Column(parts, p => p.Value.Requirements.Any(r => r.Waiver is not null)),
                Column(parts, p => Packed.Of(p.Value.Requirements)));
        }
    }

    private static void AddExpiries(NpgsqlBatch batch, Changes changes)
    {
        var expiries = changes.Expiries.OrderBy(e => e.Key).ToList();
        if (expiries.Count > 0)
        {
            batch.Add(
                """
                insert into waiver_expiry (waiver, expires, subject_type, subject_id, testcase)
                select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) on conflict (waiver) do nothing
                """,
                Column(expiries, e => e.Key), Column(expiries, e => e.Value.At), Column(expiries, e => e.Value.Subject.Type),
                Column(expiries, e => e.Value.Subject.Id), Column(expiries, e => e.Value.Testcase));
        }

        if (changes.Expired.Count > 0)
        {
            batch.Add("update waiver_expiry set noted = true where waiver = any($1) and not noted", changes.Expired.ToArray());
        }
    }

    private static TValue[] Column<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Stored);

    private static string JsonNaming(GateStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
