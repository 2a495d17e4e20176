using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/updates</c>: newest definitions first; and all of one.</summary>
internal sealed class UpdateEndpoints(NpgsqlDataSource database, GatesThen then, TimeProvider clock, Settings settings)
{
    private const string List = "updates";

    internal static readonly string[] Known =
        ["state", "status", "decision_context", "product_version", "package", "submitter", "overdue", "limit", "cursor"];

    internal static readonly string[] States = [.. Enum.GetValues<UpdateState>().Select(UpdateRows.Word)];
    internal static readonly string[] Statuses = [.. Enum.GetNames<GateStatus>().Select(s => s.ToLowerInvariant())];

    public async Task<IResult> SearchAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, Known);
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        var where = Conditions(query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (cursor is not null)
        {
            where.And("(u.time, u.alias) < ({}, {})", cursor.At, cursor.Key);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var updates = new List<UpdateRecord>();
        await using (var command = where.Command(connection, $"{UpdateRows.Select} where {where} order by u.time desc, u.alias desc limit {where.Parameter(limit + 1)}"))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                updates.Add(UpdateRows.Read(row));
            }
        }

        var gates = await GateRows.OfAsync(connection, [.. updates.Select(u => u.Alias)], cancellation);
        return new View(Listing<UpdateSummary>.Of(
            [.. updates.Select(u => UpdateSummary.Of(u, gates[u.Alias], clock.GetUtcNow()))], limit, u => Cursor.After(u.Time, u.Alias), query.Filters(List)));
    }

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var (query, now) = (new Parameters(context.Request.Query, "at"), clock.GetUtcNow());
        var at = query.Past("at", now);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        return context.PathText(3) is { } alias
            ? await OneAsync(alias, at, now, cancellation)
            : Problem.BadRequest("alias", "expected an update's alias");
    }

    /// <summary>All of an update, now (null) or as of a past moment.</summary>
    public async Task<IResult> OneAsync(string alias, DateTimeOffset? at, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await GatesAsync(alias, at, at ?? now, cancellation) is not { } gates)
        {
            return Problem.Unavailable(GatesThen.Away);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await (at is { } past ? UpdateThen.FindAsync(connection, alias, past, cancellation) : FindAsync(connection, alias, cancellation)) is { } update
            ? new View(DetailOf(update, gates, await BuildSummaries.OfAsync(connection, update.Content?.Builds ?? [], at, cancellation)))
            : Problem.NotFound(at is null ? "such update" : "such update at that time");
    }

    private async Task<List<GateNow>?> GatesAsync(string alias, DateTimeOffset? at, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var url = Links.Update(settings, alias);
        if (at is not null)
        {
            return (await then.OfAsync(alias, at, null, cancellation))?.Select(g => GateNow.Of(g.View, g.Lists(), asOf, url)).ToList();
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var gates = new List<GateNow>();
        foreach (var gate in (await GateRows.OfAsync(connection, [alias], cancellation))[alias])
        {
            gates.Add(GateNow.Of(gate.View, await GateRows.ListsAsync(connection, gate, cancellation), asOf, url));
        }

        return gates;
    }

    private static UpdateDetail DetailOf(UpdateRecord update, IReadOnlyList<GateNow> gates, IReadOnlyList<BuildSummary> builds)
    {
        var content = update.Content;
        return new UpdateDetail(
            update.Alias, update.State, content?.ProductVersion, content?.DecisionContexts ?? [], content?.Submitter, content?.Title, content?.Url,
            update.Time, update.FirstRecordedAt, update.Sequence, content?.Builds.Count ?? 0, gates, [.. gates.SelectMany(WaitedFor.At)],
            builds, content?.Builds.Count > BuildSummaries.Most);
    }

    private static async Task<UpdateRecord?> FindAsync(NpgsqlConnection connection, string alias, CancellationToken cancellation)
    {
        await using var command = connection.Command(UpdateRows.Select + " where u.alias = $1", alias);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? UpdateRows.Read(row) : null;
    }

    internal static Where Conditions(Parameters query)
    {
        var where = new Where()
            .AnyOf("u.state", query.Words("state", States))
            .AnyOf("u.product_version", query.Words("product_version"));
        if (query.Texts("submitter", Limits.Text) is { Length: > 0 } submitters)
        {
            // The index holds the beginning of a name that may be long: as many characters as PostgreSQL counts, none of them cut in two.
            where.AnyOf("left(u.submitter, 255)", submitters.Select(s => string.Concat(s.EnumerateRunes().Take(255))).ToArray()).AnyOf("u.submitter", submitters);
        }

        if (query.Words("decision_context") is { Length: > 0 } contexts)
        {
            where.And("u.decision_contexts && {}", [contexts]);
        }

        if (query.Texts("package", Limits.Build) is { Length: > 0 } packages)
        {
            where.And("u.alias in (select b.alias from views.update_build b where b.package = any({}))", [packages]);
        }

        if (query.Words("status", Statuses) is { Length: > 0 } statuses)
        {
            where.And("u.alias in (select g.alias from gating.gate g where g.status = any({}))", [statuses]);
        }

        if (query.Flag("overdue") is { } overdue)
        {
            where.And($"{(overdue ? "" : "not ")}exists (select from gating.gate g where g.alias = u.alias and g.waiting and g.deadline < now())");
        }

        return where;
    }
}
