using Gatehouse.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Gatehouse.Projections;

/// <summary>Writes a folded page: one copy for the results, one round trip for the rest.</summary>
internal static class ViewsWriter
{
    private const string SaveCells = """
        insert into cell as cell (cell, subject, seq, time, submit_time, times_seen, outcome, testcase, scenario, arch, variant, history)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (cell) do update set (seq, time, submit_time, times_seen, outcome, history) =
            (excluded.seq, excluded.time, excluded.submit_time, excluded.times_seen, excluded.outcome, excluded.history)
        """;

    private const string SaveEvidence = """
        insert into evidence (topic, seq, place, cell, time, outcome, scenario, arch, ref_url, definition_time)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const string SaveRefused = """
        insert into refused (subject, seq, cell, conflict, time, subject_hash, testcase_hash, subject_type, testcase, scenario, arch)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

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

        if (page.Evidence.Count > 0)
        {
            yield return Evidence(page.Evidence);
        }

        if (page.NewVocabulary is { } words)
        {
            yield return VocabularyRow.Command(words);
        }

        foreach (var command in page.Updates.SelectMany(UpdateRows.Commands))
        {
            yield return command;
        }

        if (page.Definitions.Count > 0)
        {
            yield return Rows.Command(
                "insert into definition (alias, seq, taken_up) select * from unnest($1, $2, $3)",
                page.Definitions.Select(d => d.Alias).ToArray(), page.Definitions.Select(d => d.Sequence).ToArray(), page.Definitions.Select(d => d.TakenUp).ToArray());
        }

        if (page.Waivers.Count > 0)
        {
            yield return Rows.Command(
                "insert into waiver (subject, seq) select * from unnest($1, $2)",
                page.Waivers.Select(w => w.Subject).ToArray(), page.Waivers.Select(w => w.Sequence).ToArray());
        }

        if (page.Releases.Count > 0)
        {
            yield return Rows.Command(
                "insert into release (alias, context, seq) select * from unnest($1, $2, $3)",
                page.Releases.Select(r => r.Alias).ToArray(), page.Releases.Select(r => r.DecisionContext).ToArray(), page.Releases.Select(r => r.Sequence).ToArray());
        }

        foreach (var command in page.Rejections.Select(Rejection))
        {
            yield return command;
        }

        if (page.Refused.Count > 0)
        {
            yield return Refused(page);
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
            copy result (seq, time, subject_hash, testcase_hash, times_seen, cell, place, newest, outcome, previous_outcome,
                               subject_type, scenario, arch, groups, source_hash, updates) from stdin (format binary)
            """, cancellation);
        foreach (var row in results)
        {
            var (result, cell) = (row.Result, row.Cell);
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(row.Sequence, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(row.Time, NpgsqlDbType.TimestampTz, cancellation);
            await copy.WriteAsync(keys.Of(cell.Subject.Id), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(keys.Of(cell.Testcase), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(row.InCell.TimesSeen, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(row.CellKey, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(row.Place, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(row.InCell.Newest, NpgsqlDbType.Boolean, cancellation);
            await copy.WriteAsync(result.Outcome, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, row.InCell.PreviousOutcome, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(cell.Subject.Type, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, cell.Scenario, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, cell.Arch, NpgsqlDbType.Text, cancellation);
            await WriteAsync(copy, OrNull(result.GroupHashes), NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellation);
            if (row.IsFirst && result.SourceId is { } source)
            {
                await copy.WriteAsync(Hash64.Of(source), NpgsqlDbType.Bigint, cancellation);
            }
            else
            {
                await copy.WriteNullAsync(cancellation);
            }

            await WriteAsync(copy, row.IsFirst ? OrNull(row.Updates) : null, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
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
            cells.Select(c => c.Value.State.Time).ToArray(),
            cells.Select(c => c.Value.State.Sent).ToArray(),
            cells.Select(c => c.Value.State.TimesSeen).ToArray(),
            cells.Select(c => c.Value.State.Outcome).ToArray(),
            cells.Select(c => c.Value.Cell.Testcase).ToArray(),
            cells.Select(c => c.Value.Cell.Scenario).ToArray(),
            cells.Select(c => c.Value.Cell.Arch).ToArray(),
            cells.Select(c => c.Value.Cell.Variant).ToArray(),
            cells.Select(c => HistoryRows.PackedOrNull(c.Value.State.History)).ToArray());
    }

    private static NpgsqlBatchCommand Evidence(IReadOnlyList<EvidenceRun> runs) => Rows.Command(
        SaveEvidence,
        runs.Select(r => r.Topic).ToArray(),
        runs.Select(r => r.Sequence).ToArray(),
        runs.Select(r => r.Place).ToArray(),
        runs.Select(r => r.Cell).ToArray(),
        runs.Select(r => r.Time).ToArray(),
        runs.Select(r => r.Outcome).ToArray(),
        runs.Select(r => r.Scenario).ToArray(),
        runs.Select(r => r.Arch).ToArray(),
        runs.Select(r => r.RefUrl).ToArray(),
        runs.Select(r => r.DefinitionTime).ToArray());

    // Few come, and a list of lists would have to be cut to their length.
    private static NpgsqlBatchCommand Rejection(RejectionRow row) => Rows.Command(
        "insert into rejection (seq, id, kind, recorded_at, updates) values ($1, $2, $3, $4, $5)",
        row.Sequence, row.Rejected.Id, row.Rejected.Kind, row.RecordedAt, OrNull(row.Updates));

    private static NpgsqlBatchCommand Refused(ViewsPage page) => Rows.Command(
        SaveRefused,
        page.Refused.Select(r => page.Keys.Of(r.Cell.Subject)).ToArray(),
        page.Refused.Select(r => r.Sequence).ToArray(),
        page.Refused.Select(r => page.Keys.Of(r.Cell)).ToArray(),
        page.Refused.Select(r => r.Conflict).ToArray(),
        page.Refused.Select(r => r.Time).ToArray(),
        page.Refused.Select(r => page.Keys.Of(r.Cell.Subject.Id)).ToArray(),
        page.Refused.Select(r => page.Keys.Of(r.Cell.Testcase)).ToArray(),
        page.Refused.Select(r => r.Cell.Subject.Type).ToArray(),
        page.Refused.Select(r => r.Cell.Testcase).ToArray(),
        page.Refused.Select(r => r.Cell.Scenario).ToArray(),
        page.Refused.Select(r => r.Cell.Arch).ToArray());
}
