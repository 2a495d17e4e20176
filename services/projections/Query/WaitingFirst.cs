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

    // Of several gates of an update the one that has waited longest, in the order of an index.
    private static readonly string Waiting = $"""
        select {GatedUpdate.Columns("w.waiting_since")} from gating.gate w join update u on u.alias = w.alias
        where w.waiting_since is not null and not exists (
            select from gating.gate o where o.alias = w.alias and (o.waiting_since, o.context) < (w.waiting_since, w.context))
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
        return [.. (await WaitingAsync(connection, new Where(), null, most, cancellation)).Select(u => u.Update)];
    }

    private async Task<Listing<UpdateSummary>> ReadAsync(Func<Where> conditions, int limit, Cursor? cursor, string filters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var after = cursor is null ? null : Place.Of(cursor);
        // One more than is shown tells that there is a next page.
        var updates = after is { Waits: false } ? [] : await WaitingAsync(connection, conditions(), after, limit + 1, cancellation);
        if (updates.Count <= limit)
        {
            updates.AddRange(await RestAsync(connection, conditions(), after is { Waits: false } ? after : null, limit + 1 - updates.Count, cancellation));
        }

        return new Listing<UpdateSummary>([.. updates.Take(limit).Select(u => u.Update)], updates.Count > limit ? Place.Of(updates[limit - 1]).Cursor.Text(filters) : null);
    }

    private async Task<List<GatedUpdate>> WaitingAsync(NpgsqlConnection connection, Where where, Place? after, int most, CancellationToken cancellation)
    {
        if (after is not null)
        {
            where.And("(w.waiting_since, w.alias) > ({}, {})", after.Time, after.Alias);
        }

        await using var command = where.Command(connection, GatedUpdate.Sql(
            $"{Waiting} and {where} order by w.waiting_since, w.alias limit {where.Parameter(most)}", "u.waiting_since, u.alias"));
        return await GatedUpdate.ReadAsync(command, clock.GetUtcNow(), cancellation);
    }

    private async Task<List<GatedUpdate>> RestAsync(NpgsqlConnection connection, Where where, Place? after, int most, CancellationToken cancellation)
    {
        where.And("not exists (select from gating.gate g where g.alias = u.alias and g.waiting)");
        if (after is not null)
        {
            where.And("(u.time, u.alias) < ({}, {})", after.Time, after.Alias);
        }

        await using var command = where.Command(connection, GatedUpdate.Sql(
            $"select {GatedUpdate.Columns()} from update u where {where} order by u.time desc, u.alias desc limit {where.Parameter(most)}", "u.time desc, u.alias desc"));
        return await GatedUpdate.ReadAsync(command, clock.GetUtcNow(), cancellation);
    }

    /// <summary>Where a list goes on: after this update, which has waited since that time, or does not wait and is of that time.</summary>
    private sealed record Place(bool Waits, DateTimeOffset Time, string Alias)
    {
        private const char Mark = '!';

        public Cursor Cursor => Cursor.After(Time, Waits ? Mark + Alias : Alias);

        public static Place Of(GatedUpdate last) => new(last.WaitingSince is not null, last.WaitingSince ?? last.Update.Time, last.Update.Alias);

        public static Place Of(Cursor cursor) => cursor.Key.StartsWith(Mark) ? new(true, cursor.At, cursor.Key[1..]) : new(false, cursor.At, cursor.Key);
    }
}
