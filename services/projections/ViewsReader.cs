using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Loads what is known of everything a page touches: one query a table, all in one round trip, or two where results are about what may change.</summary>
internal static class ViewsReader
{
    private const string Cells = "select cell, seq, time, submit_time, outcome, times_seen, history from cell where cell = any($1)";

    // No join: a planner may begin one with all updates.
    private const string IsOpen = "(select u.state from update u where u.alias = b.alias) = 'open'";
    private const string Builds = $"select b.nvr, b.alias from update_build b where b.nvr = any($1) and {IsOpen}";
    private const string Subjects = $"select b.subject, b.alias from update_subject b where b.subject = any($1) and {IsOpen}";
    private const string Updates = UpdateRows.Select + " where u.alias = any($1)";
    private const string Holders = UpdateRows.Select + " where u.alias = any(array(select s.alias from update_subject s where s.subject = any($1)))";

    private const string Evidence =
        "select topic, seq, place, cell, time, outcome, scenario, arch, ref_url, definition_time from evidence where topic = any($1) order by topic, seq, place";

    public static async Task<ViewsPage> LoadAsync(NpgsqlConnection connection, IReadOnlyList<LogEvent> events, CancellationToken cancellation)
    {
        var keys = new PageKeys();
        var wanted = Wanted.By(events);
        var known = await ReadAsync(connection, wanted, keys, cancellation);
        return new ViewsPage(known with { Evidence = await EvidenceAsync(connection, wanted, known.Vocabulary, cancellation) }, keys);
    }

    private static async Task<KnownViews> ReadAsync(NpgsqlConnection connection, Wanted wanted, PageKeys keys, CancellationToken cancellation)
    {
        var others = wanted.Subjects.Where(EvidenceRun.IsOf).ToDictionary(keys.Of);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Rows.Command(VocabularyRow.Select),
                Rows.Command(Cells, wanted.Cells.Select(keys.Of).Distinct().ToArray()),
                Rows.Command(Builds, [wanted.Subjects.Where(s => s.Type == Subject.Build).Select(s => s.Id).ToArray()]),
                Rows.Command(Subjects, others.Keys.ToArray()),
                Rows.Command(Updates, [wanted.Aliases.ToArray()]),
                Rows.Command(Holders, others.Keys.ToArray()),
                Rows.Command(HistoryRows.Select, HistoryRows.KeysOf(wanted.Results, keys)),
            },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        var words = await row.ReadAsync(cancellation) ? row.GetString(0) : null;

        await row.NextResultAsync(cancellation);
        var cells = new Dictionary<Guid, CellState>();
        while (await row.ReadAsync(cancellation))
        {
            cells[row.GetGuid(0)] = new CellState(
                row.GetInt64(1), row.GetString(4), row.GetFieldValue<DateTimeOffset>(2), row.TimeOrNull(3), row.GetInt64(5), HistoryRows.ReadCell(row, 6));
        }

        var open = new OpenUpdates();
        await row.NextResultAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            open.Add(Subject.OfBuild(row.GetString(0)), row.GetString(1));
        }

        await row.NextResultAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            open.Add(others[row.GetGuid(0)], row.GetString(1));
        }

        var updates = await UpdatesAsync(row, open, cancellation);
        await row.NextResultAsync(cancellation);
        var checks = new Dictionary<Guid, CheckHistory>();
        while (await row.ReadAsync(cancellation))
        {
            var check = HistoryRows.Read(row);
            checks[row.GetGuid(HistoryRows.Key)] = check;
        }

        return new KnownViews { Cells = cells, Updates = updates.Values, Open = open, Checks = checks, Vocabulary = VocabularyRow.Of(words) };
    }

    // Those that are named, and those that hold something.
    private static async Task<Dictionary<string, UpdateRecord>> UpdatesAsync(NpgsqlDataReader row, OpenUpdates open, CancellationToken cancellation)
    {
        var updates = new Dictionary<string, UpdateRecord>(StringComparer.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            await row.NextResultAsync(cancellation);
            while (await row.ReadAsync(cancellation))
            {
                var update = UpdateRows.Read(row);
                updates[update.Alias] = update;
                if (update.OpenSubjects.Any())
                {
                    open.Add(Subject.OfUpdate(update.Alias), update.Alias);
                }
            }
        }

        return updates;
    }

    private static async Task<IReadOnlyList<EvidenceRun>> EvidenceAsync(NpgsqlConnection connection, Wanted wanted, Vocabulary words, CancellationToken cancellation)
    {
        var runs = new List<EvidenceRun>();
        if (wanted.TopicsOf(type => words.IsMutable(type) || wanted.Vocabularies.Any(v => v.IsMutable(type))) is not { Length: > 0 } topics)
        {
            return runs;
        }

        await using var command = connection.Command(Evidence, [topics]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            runs.Add(new EvidenceRun(
                row.GetGuid(0), row.GetInt64(1), row.GetInt16(2), row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), row.TextOrNull(6),
                row.TextOrNull(7), row.IsDBNull(8) ? null : row.GetInt64(8), row.TimeOrNull(9)));
        }

        return runs;
    }

    /// <summary>What the events of a page name.</summary>
    /// <param name="Subjects">Of results and refused results, each once.</param>
    /// <param name="Cells">Of results, and those that conflicts would have changed.</param>
    /// <param name="Aliases">Of definitions, and of results about updates.</param>
    private sealed record Wanted(
        IReadOnlyList<ResultRecorded> Results, IReadOnlyList<Subject> Subjects, IEnumerable<Cell> Cells, IEnumerable<string> Aliases, IReadOnlyList<Vocabulary> Vocabularies)
    {
        public static Wanted By(IReadOnlyList<LogEvent> events)
        {
            var facts = events.Select(e => e.Data).ToList();
            var results = facts.OfType<ResultRecorded>().ToList();
            var refused = facts.OfType<MessageRejected>().Where(r => r.About is not null).ToList();
            var subjects = results.SelectMany(r => r.Subjects).Concat(refused.SelectMany(r => r.About!.Subjects)).Distinct().ToList();
            return new Wanted(
                results,
                subjects,
                results.SelectMany(r => r.Cells).Concat(refused.Where(r => r.Conflict).SelectMany(r => RefusedRow.CellsOf(r.About!))),
                facts.OfType<UpdateRecorded>().Select(u => u.Alias).Concat(subjects.Where(s => s.Type == Subject.Update).Select(s => s.Id)).Distinct(),
                [.. facts.OfType<PolicySetInForce>().Select(p => p.Vocabulary).OfType<Vocabulary>()]);
        }

        /// <summary>The topics of results about subjects of such types.</summary>
        public Guid[] TopicsOf(Func<string, bool> isMutable) =>
            [.. Results.Where(r => EvidenceRun.IsOf(r.Subject) && isMutable(r.Subject.Type)).SelectMany(r => r.Subjects, (r, s) => PageKeys.Topic(s, r.Testcase)).Distinct()];
    }
}
