using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// Verdicts for people who do not speak AMQP: <c>/feeds/packages/{package}.atom</c>, <c>/feeds/submitters/{submitter}.atom</c> and
/// <c>/feeds/contexts/{context}.atom</c>, the 50 newest each. A feed that nothing has come into yet is empty, so that it can be subscribed to.
/// </summary>
internal sealed class FeedEndpoints(NpgsqlDataSource database, TimeProvider clock, Settings settings)
{
    /// <summary>How many verdicts a feed holds.</summary>
    public const int Entries = 50;

    private const string Ending = ".atom";
    private const string OfPackage = "v.alias in (select b.alias from views.update_build b where b.package = $1)";
    private const string OfSubmitter = "v.alias in (select u.alias from views.update u where left(u.submitter, 255) = left($1, 255) and u.submitter = $1)";
    private const string OfContext = "v.context = $1";

    public void Map(RouteGroupBuilder feeds)
    {
        feeds.MapGet("/packages/{package}", (HttpContext context, CancellationToken cancellation) => ReadAsync(context, "package", OfPackage, _ => true, cancellation));
        feeds.MapGet("/submitters/{submitter}", (HttpContext context, CancellationToken cancellation) => ReadAsync(context, "submitter", OfSubmitter, _ => true, cancellation));
        feeds.MapGet("/contexts/{context}", (HttpContext context, CancellationToken cancellation) => ReadAsync(context, "context", OfContext, Word.IsValid, cancellation));
    }

    private async Task<IResult> ReadAsync(HttpContext context, string what, string condition, Func<string, bool> isValid, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        // As if it stood where the API's identifiers do, two segments later.
        if (context.PathText(4) is not { } text || !text.EndsWith(Ending, StringComparison.Ordinal) || text[..^Ending.Length] is not { Length: > 0 } name || !isValid(name))
        {
            return Problem.BadRequest(what, $"expected a {what}'s name and {Ending}");
        }

        var entries = await EntriesAsync(condition, name, cancellation);
        var self = $"{settings.PublicUrl?.ToString().TrimEnd('/')}/feeds/{what}s/{Uri.EscapeDataString(name)}{Ending}";
        var feed = AtomFeed.Write(Ids.Version5($"feed:{what}:{name}"), $"Verdicts: {what} {name}", self, entries);
        return new Feed(feed, entries.Max(e => (DateTimeOffset?)e.RecordedAt), clock.GetUtcNow());
    }

    private async Task<IReadOnlyList<FeedEntry>> EntriesAsync(string condition, string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command($"""
            select e.id, e.timestamp, e.data, u.title, u.submitter
            from (select v.seq, v.alias from views.verdict v where {condition} order by v.seq desc limit {Entries}) v
            join gatehouse.mt_events e on e.seq_id = v.seq left join views.update u on u.alias = v.alias
            order by v.seq desc
            """, name);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<FeedEntry>();
        while (await row.ReadAsync(cancellation))
        {
            var said = JsonSerializer.Deserialize<Event>(row.GetFieldValue<byte[]>(2), Json.Stored)!.Statement;
            entries.Add(new FeedEntry(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), said, row.TextOrNull(3), row.TextOrNull(4), Links.Update(settings, said.Alias)));
        }

        return entries;
    }

    /// <summary>The stored event, as far as it is wanted.</summary>
    private sealed record Event(FeedVerdict Statement);
}
