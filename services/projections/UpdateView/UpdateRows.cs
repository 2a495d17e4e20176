using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Updates as rows of <c>update</c>.</summary>
internal static class UpdateRows
{
    /// <summary>All columns, in the order that <see cref="Read"/> expects; the table is called <c>u</c>.</summary>
    public const string Columns = """
        u.alias, u.state, u.time, u.seq, u.recorded_at, u.first_recorded_at,
        u.content_time, u.product_version, u.decision_contexts, u.builds, u.submitter, u.title, u.url, u.subject_types, u.subject_ids, u.held, u.evidence
        """;

    public const string Select = $"select {Columns} from update u";

    private const string Save = """
        insert into update (alias, state, time, seq, recorded_at, first_recorded_at,
                                  content_time, product_version, decision_contexts, builds, submitter, title, url, subject_types, subject_ids, held, evidence)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (alias) do update set
            (state, time, seq, recorded_at, content_time, product_version, decision_contexts, builds, submitter, title, url,
             subject_types, subject_ids, held, evidence)
            = (excluded.state, excluded.time, excluded.seq, excluded.recorded_at, excluded.content_time, excluded.product_version,
               excluded.decision_contexts, excluded.builds, excluded.submitter, excluded.title, excluded.url,
               excluded.subject_types, excluded.subject_ids, excluded.held, excluded.evidence)
        """;

    public static UpdateRecord Read(NpgsqlDataReader row) => new()
    {
        Alias = row.GetString(0),
        State = StateOf(row.GetString(1)),
        Time = row.GetFieldValue<DateTimeOffset>(2),
        Sequence = row.GetInt64(3),
        RecordedAt = row.GetFieldValue<DateTimeOffset>(4),
        FirstRecordedAt = row.GetFieldValue<DateTimeOffset>(5),
        Content = row.IsDBNull(6)
            ? null
            : new UpdateContent(
                row.GetString(7), row.GetFieldValue<string[]>(8), row.GetFieldValue<string[]>(9),
                [.. row.TextsOrNone(13).Zip(row.TextsOrNone(14), (type, id) => new Subject(type, id))],
                row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.GetFieldValue<DateTimeOffset>(6)),
        Held = row.IsDBNull(15) ? null : row.GetGuid(15),
        Window = Packed.Read<EvidenceWindow>(row.GetFieldValue<byte[]>(16)),
    };

    /// <summary>The statements that save an update and the builds it is found by.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Commands(UpdateRecord update)
    {
        var content = update.Content;
        yield return Rows.Command(
            Save, update.Alias, Word(update.State), update.Time, update.Sequence, update.RecordedAt, update.FirstRecordedAt, content?.Time,
            content?.ProductVersion, content?.DecisionContexts.ToArray(), content?.Builds.ToArray(), content?.Submitter, content?.Title, content?.Url,
            TextsOrNull(content?.Subjects.Select(s => s.Type)), TextsOrNull(content?.Subjects.Select(s => s.Id)), update.Held, Packed.Of(update.Window));
        var builds = content?.Builds.ToArray() ?? [];
        yield return Rows.Command("delete from update_build where alias = $1 and not nvr = any($2)", update.Alias, builds);
        yield return Rows.Command("""
            insert into update_build (nvr, alias, package) select nvr, $1, package from unnest($2, $3) as build (nvr, package)
            on conflict do nothing
            """, update.Alias, builds, builds.Select(Nvr.PackageOf).ToArray());
        var subjects = content?.Subjects.Select(s => s.Key()).ToArray() ?? [];
        yield return Rows.Command("delete from update_subject where alias = $1 and not subject = any($2)", update.Alias, subjects);
        yield return Rows.Command("insert into update_subject (subject, alias) select subject, $1 from unnest($2) as held (subject) on conflict do nothing", update.Alias, subjects);
    }

    // Most updates hold nothing but builds.
    private static string[]? TextsOrNull(IEnumerable<string>? texts) => texts?.ToArray() is { Length: > 0 } some ? some : null;

    /// <summary>The state as it is stored and spoken.</summary>
    public static string Word(UpdateState state) => state.ToString().ToLowerInvariant();

    public static UpdateState StateOf(string word) => Enum.Parse<UpdateState>(word, ignoreCase: true);
}
