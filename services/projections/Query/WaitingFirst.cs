using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// Updates in the order that people want them: those that have waited longest first, then those that wait for nothing, newest first. Filters and answer
/// are those of <see cref="UpdateEndpoints"/>.
/// </summary>
internal sealed class WaitingFirst(NpgsqlDataSource database, TimeProvider clock)
{
    private const string List = "updates, waiting first";

    // Texts of moments, as the log writes them: to order by they need not be read.
    private const string Waiting = $"""
        select {UpdateRows.Columns}, w.since from update u
        join (select alias, min(view ->> 'opened_at') as since from gating.gate where waiting group by alias) w on w.alias = u.alias
        """;

    public async Task<IResult> SearchAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, UpdateEndpoints.Known);
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        UpdateEndpoints.Conditions(query);
        return query.Errors.Count > 0
            ? Problem.BadRequest(query.Errors)
            : new View(await ReadAsync(() => UpdateEndpoints.Conditions(query), limit, cursor, query.Filters(List), cancellation));
    }

    /// <summary>The updates that have waited longest.</summary>
    public async Task<IReadOnlyList<UpdateSummary>> LongestAsync(int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await SummariesAsync(connection, await WaitingAsync(connection, new Where(), null, most, cancellation), cancellation);
    }

    private async Task<Listing<UpdateSummary>> ReadAsync(Func<Where> conditions, int limit, Cursor? cursor, string filters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var after = cursor is null ? null : Place.Read(cursor.Key);
        // One more than is shown tells that there is a next page.
        var updates = after is { Since: null } ? [] : await WaitingAsync(connection, conditions(), after, limit + 1, cancellation);
        if (updates.Count <= limit)
        {
            updates.AddRange(await RestAsync(connection, conditions(), after is { Since: null } ? (cursor!.At, after.Alias) : null, limit + 1 - updates.Count, cancellation));
        }

        var next = updates.Count > limit ? updates[limit - 1] : default;
        var shown = await SummariesAsync(connection, updates.Take(limit), cancellation);
        return new Listing<UpdateSummary>(
            shown, updates.Count > limit ? Cursor.After(next.Update.Time, new Place(next.Since, next.Update.Alias).ToString()).Text(filters) : null);
    }

    private static Task<List<(UpdateRecord Update, string? Since)>> WaitingAsync(NpgsqlConnection connection, Where where, Place? after, int most, CancellationToken cancellation)
    {
        if (after is { Since: { } since })
        {
            where.And("(w.since, u.alias) > ({}, {})", since, after.Alias);
        }

        return RowsAsync(where.Command(connection, $"{Waiting} where {where} order by w.since, u.alias limit {where.Parameter(most)}"), waiting: true, cancellation);
    }

    private static Task<List<(UpdateRecord Update, string? Since)>> RestAsync(
        NpgsqlConnection connection, Where where, (DateTimeOffset Time, string Alias)? after, int most, CancellationToken cancellation)
    {
        where.And("not exists (select from gating.gate g where g.alias = u.alias and g.waiting)");
        if (after is { } place)
        {
            where.And("(u.time, u.alias) < ({}, {})", place.Time, place.Alias);
        }

        return RowsAsync(where.Command(connection, $"{UpdateRows.Select} where {where} order by u.time desc, u.alias desc limit {where.Parameter(most)}"), waiting: false, cancellation);
    }

    private static async Task<List<(UpdateRecord Update, string? Since)>> RowsAsync(NpgsqlCommand search, bool waiting, CancellationToken cancellation)
    {
        var updates = new List<(UpdateRecord, string?)>();
        await using var command = search;
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            updates.Add((UpdateRows.Read(row), waiting ? row.GetString(row.FieldCount - 1) : null));
        }

        return updates;
    }

    private async Task<IReadOnlyList<UpdateSummary>> SummariesAsync(
        NpgsqlConnection connection, IEnumerable<(UpdateRecord Update, string? Since)> updates, CancellationToken cancellation)
    {
        var records = updates.Select(u => u.Update).ToList();
        var gates = await GateRows.OfAsync(connection, [.. records.Select(u => u.Alias)], cancellation);
        return [.. records.Select(u => UpdateSummary.Of(u, gates[u.Alias], clock.GetUtcNow()))];
    }

    /// <summary>Where a list goes on: after this update, which waits since then, or does not wait.</summary>
    private sealed record Place(string? Since, string Alias)
    {
        public static Place Read(string key) => key.IndexOf('|', StringComparison.Ordinal) is > 0 and var cut ? new(key[..cut], key[(cut + 1)..]) : new(null, key.TrimStart('|'));

        public override string ToString() => $"{Since}|{Alias}";
    }
}
