using Npgsql;

namespace Gatehouse.Projections;

/// <summary>An update of a list, with its gates.</summary>
/// <param name="WaitingSince">Since when it has waited, where the search says so.</param>
internal sealed record GatedUpdate(UpdateSummary Update, DateTimeOffset? WaitingSince)
{
    // Of builds only how many: a list must not grow with them.
    private const string Fields = """
        u.alias, u.state, u.time, u.seq, u.first_recorded_at, u.product_version, u.decision_contexts, u.submitter, u.title, u.url
        """;

    /// <summary>What a search selects: what <see cref="ReadAsync"/> reads, before the gates are added.</summary>
    /// <param name="waitingSince">An expression.</param>
    public static string Columns(string waitingSince = "null::timestamptz") => $"{Fields}, coalesce(cardinality(u.builds), 0) as build_count, coalesce(cardinality(u.subject_ids), 0) as subject_count, {waitingSince} as waiting_since";

    /// <summary>
    /// A search with the gates of each update that it finds, so that a list takes one round trip. The gates of one come in any order: to ask for it here
    /// would have all rows sorted a second time.
    /// </summary>
    /// <param name="search">Selects <see cref="Columns"/> of the updates.</param>
    /// <param name="order">Of the updates, which are called <c>u</c>.</param>
    public static string Sql(string search, string order) => $"""
        select {Fields}, u.build_count, u.subject_count, u.waiting_since, {GateRows.Columns} from ({search}) u left join gating.gate g on g.alias = u.alias order by {order}
        """;

    /// <summary>Runs what <see cref="Sql"/> made.</summary>
    /// <param name="now">Tells what is overdue.</param>
    public static async Task<List<GatedUpdate>> ReadAsync(NpgsqlCommand command, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var updates = new List<GatedUpdate>();
        var gates = new List<GateSummary>();
        while (await row.ReadAsync(cancellation))
        {
            if (updates.Count == 0 || updates[^1].Update.Alias != row.GetString(0))
            {
                gates = [];
                updates.Add(new GatedUpdate(Read(row, gates), row.TimeOrNull(12)));
            }

            if (!row.IsDBNull(13))
            {
                Add(gates, GateSummary.Of(GateRows.Read(row, 13).View, now));
            }
        }

        return updates;
    }

    // An update has a gate or two.
    private static void Add(List<GateSummary> gates, GateSummary gate)
    {
        var place = gates.FindLastIndex(g => string.CompareOrdinal(g.DecisionContext, gate.DecisionContext) < 0) + 1;
        gates.Insert(place, gate);
    }

    private static UpdateSummary Read(NpgsqlDataReader row, IReadOnlyList<GateSummary> gates) => new()
    {
        Alias = row.GetString(0),
        State = UpdateRows.StateOf(row.GetString(1)),
        Time = row.GetFieldValue<DateTimeOffset>(2),
        Sequence = row.GetInt64(3),
        FirstRecordedAt = row.GetFieldValue<DateTimeOffset>(4),
        ProductVersion = row.TextOrNull(5),
        DecisionContexts = row.IsDBNull(6) ? [] : row.GetFieldValue<string[]>(6),
        Submitter = row.TextOrNull(7),
        Title = row.TextOrNull(8),
        Url = row.TextOrNull(9),
        BuildCount = row.GetInt32(10),
        SubjectCount = row.GetInt32(11),
        Gates = gates,
    };
}
