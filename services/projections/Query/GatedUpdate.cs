using Npgsql;

namespace Gatehouse.Projections;

/// <summary>An update of a list, with its gates.</summary>
/// <param name="Gates">In the order of contexts.</param>
/// <param name="WaitingSince">Since when it has waited, where the search says so.</param>
internal sealed record GatedUpdate(UpdateRecord Update, IReadOnlyList<GateRow> Gates, DateTimeOffset? WaitingSince)
{
    /// <summary>What a search selects: what <see cref="ReadAsync"/> reads, before the gates are added.</summary>
    /// <param name="waitingSince">An expression.</param>
    public static string Columns(string waitingSince = "null::timestamptz") => $"{UpdateRows.Columns}, {waitingSince} as waiting_since";

    /// <summary>A search with the gates of each update that it finds, so that a list takes one round trip.</summary>
    /// <param name="search">Selects <see cref="Columns"/> of the updates.</param>
    /// <param name="order">Of the updates, which are called <c>u</c>.</param>
    public static string Sql(string search, string order) => $"""
        select {UpdateRows.Columns}, u.waiting_since, {GateRows.Columns} from ({search}) u left join gating.gate g on g.alias = u.alias order by {order}, g.context
        """;

    /// <summary>Runs what <see cref="Sql"/> made.</summary>
    public static async Task<List<GatedUpdate>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var since = row.GetOrdinal("waiting_since");
        var updates = new List<GatedUpdate>();
        var gates = new List<GateRow>();
        while (await row.ReadAsync(cancellation))
        {
            if (updates.Count == 0 || updates[^1].Update.Alias != row.GetString(0))
            {
                gates = [];
                updates.Add(new GatedUpdate(UpdateRows.Read(row), gates, row.IsDBNull(since) ? null : row.GetFieldValue<DateTimeOffset>(since)));
            }

            if (!row.IsDBNull(since + 1))
            {
                gates.Add(GateRows.Read(row, since + 1));
            }
        }

        return updates;
    }

    public UpdateSummary Summary(DateTimeOffset now) => UpdateSummary.Of(Update, Gates, now);
}
