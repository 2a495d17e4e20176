using Gatehouse.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Gatehouse.Projections;

/// <summary>Writes a folded page: one copy for the results, one round trip for the rest.</summary>
internal static class ViewsWriter
{
    private const string SaveCells = """
        insert into cell as cell (cell, subject, seq, submit_time, times_seen, outcome, testcase, scenario, arch, history)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (cell) do update set (seq, submit_time, times_seen, outcome, history) =
            (excluded.seq, excluded.submit_time, excluded.times_seen, excluded.outcome, excluded.history)
        """;

    private const string SaveRejections = "insert into rejection (seq, id, kind, recorded_at) select * from unnest($1, $2, $3, $4)";

    private const string SaveSettlements =
        "update rejection r set (state, settled) = (s.state, s.seq) from unnest($1, $2, $3) as s (id, state, seq) where r.id = s.id";

    /// <summary>Writes the results, which no page loads.</summary>
    public static Task SaveResultsAsync(NpgsqlConnection connection, ViewsPage page, CancellationToken cancellation) =>
        page.Results.Count > 0 ? CopyAsync(connection, page.Results, page.Keys, cancellation) : Task.CompletedTask;

    /// <summary>What writes all but the results and the histories.</summary>
    public static IEnumerable<NpgsqlBatchCommand> OfOthers(ViewsPage page)
    {
        if (page.Cells.Count > 0)
        {
            yield return Cells(page);
        }

        foreach (var command in page.Updates.SelectMany(UpdateRows.Commands))
        {
            yield return command;
        }

        if (page.Definitions.Count > 0)
        {
            yield return Rows.Command(
                "insert into definition (alias, seq) select * from unnest($1, $2)",
                page.Definitions.Select(d => d.Alias).ToArray(), page.Definitions.Select(d => d.Sequence).ToArray());
        }

        if (page.Waivers.Count > 0)
        {
            yield return Rows.Command(
                "insert into waiver (subject, seq) select * from unnest($1, $2)",
                page.Waivers.Select(w => w.Subject).ToArray(), page.Waivers.Select(w => w.Sequence).ToArray());
        }

        if (page.Rejections.Count > 0)
        {
            yield return Rejections(page.Rejections);
        }

        if (page.Settlements.Count > 0)
        {
            yield return Rows.Command(
                SaveSettlements, page.Settlements.Select(s => s.Settled.Id).ToArray(), page.Settlements.Select(s => RejectionEndpoints.Word(s.Settled.State)).ToArray(),
                page.Settlements.Select(s => s.Sequence).ToArray());
        }

        if (page.Verdicts.Count > 0)
        {
            yield return Rows.Command(
                "insert into verdict (seq, alias, context) select * from unnest($1, $2, $3)",
                page.Verdicts.Select(v => v.Sequence).ToArray(), page.Verdicts.Select(v => v.Alias).ToArray(), page.Verdicts.Select(v => v.DecisionContext).ToArray());
        }

        foreach (var command in CounterRows.Commands(page.Counters))
        {
            yield return command;
        }
    }

    /// <summary>Writes it in one round trip.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<ResultRow> results, PageKeys keys, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy result (seq, submit_time, subject_hash, testcase_hash, times_seen, cell, newest, outcome, previous_outcome,
                               subject_type, scenario, arch, groups, updates) from stdin (format binary)
            """, cancellation);
        foreach (var row in results)
        {
            var result = row.Result;
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(row.Sequence, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(result.SubmitTime, NpgsqlDbType.TimestampTz, cancellation);
            await copy.WriteAsync(keys.Of(result.Subject.Id), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(keys.Of(result.Testcase), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(row.Place.TimesSeen, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(row.CellKey, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(row.Place.Newest, NpgsqlDbType.Boolean, cancellation);
            await copy.WriteAsync(result.Outcome, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, row.Place.PreviousOutcome, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(result.Subject.Type, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, result.Scenario, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, result.Arch, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, OrNull(result.Groups?.Select(Hash64.Of)), NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellation);
            await WriteAsync(copy, OrNull(row.Updates), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellation) where T : class =>
        value is null ? copy.WriteNullAsync(cancellation) : copy.WriteAsync(value, type, cancellation);

    private static T[]? OrNull<T>(IEnumerable<T>? values) => values?.ToArray() is { Length: > 0 } some ? some : null;

    // In the order of keys, as any writer of these rows would take them.
    private static NpgsqlBatchCommand Cells(ViewsPage page)
    {
        var cells = page.Cells.OrderBy(c => c.Key).ToList();
        return Rows.Command(
            SaveCells,
            cells.Select(c => c.Key).ToArray(),
            cells.Select(c => page.Keys.Of(c.Value.Cell.Subject)).ToArray(),
            cells.Select(c => c.Value.State.Sequence).ToArray(),
            cells.Select(c => c.Value.State.SubmitTime).ToArray(),
            cells.Select(c => c.Value.State.TimesSeen).ToArray(),
            cells.Select(c => c.Value.State.Outcome).ToArray(),
            cells.Select(c => c.Value.Cell.Testcase).ToArray(),
            cells.Select(c => c.Value.Cell.Scenario).ToArray(),
            cells.Select(c => c.Value.Cell.Arch).ToArray(),
            cells.Select(c => HistoryRows.PackedOrNull(c.Value.State.History)).ToArray());
    }

    private static NpgsqlBatchCommand Rejections(IReadOnlyList<RejectionRow> rejections) => Rows.Command(
        SaveRejections,
        rejections.Select(r => r.Sequence).ToArray(),
        rejections.Select(r => r.Rejected.Id).ToArray(),
        rejections.Select(r => r.Rejected.Kind).ToArray(),
        rejections.Select(r => r.RecordedAt).ToArray());
}
