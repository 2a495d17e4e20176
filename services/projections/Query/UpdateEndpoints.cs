using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/updates</c>: newest definitions first; and all of one.</summary>
internal sealed class UpdateEndpoints(NpgsqlDataSource database, GatesThen then, TimeProvider clock, Settings settings)
{
    private const string List = "updates";

    /// <summary>How many characters of a submitter's name are in the index.</summary>
    private const int Beginning = 255;

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
        await using var command = where.Command(connection, GatedUpdate.Sql(
            $"select {GatedUpdate.Columns()} from update u where {where} order by u.time desc, u.alias desc limit {where.Parameter(limit + 1)}", "u.time desc, u.alias desc"));
        var updates = await GatedUpdate.ReadAsync(command, clock.GetUtcNow(), cancellation);
        return new View(Listing<UpdateSummary>.Of([.. updates.Select(u => u.Update)], limit, u => Cursor.After(u.Time, u.Alias), query.Filters(List)));
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
        if (at is null)
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            return await NowAsync(connection, alias, cancellation) is { } found ? new View(DetailOf(found, now)) : Problem.NotFound("such update");
        }

        return await then.OfAsync(alias, at, null, cancellation) is { } gates
            ? await ThenAsync(alias, [.. gates.Select(g => (GateNow.Of(g.View, g.Lists(), at.Value, Links.Update(settings, alias)), g.Parts))], at.Value, cancellation)
            : Problem.Unavailable(GatesThen.Away);
    }

    private async Task<IResult> ThenAsync(
        string alias, List<(GateNow Gate, IReadOnlyList<GatePart> Parts)> gates, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await UpdateThen.FindAsync(connection, alias, at, cancellation) is not { } update)
        {
            return Problem.NotFound("such update at that time");
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { SubjectSummaries.Cells(update.Content, at) } };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        return new View(DetailOf(update, gates, await SubjectSummaries.ReadAsync(row, update.Content, cancellation)));
    }

    /// <summary>An update as it stands: two round trips, whatever it is; null if there is none of that name.</summary>
    public static async Task<UpdateNow?> NowAsync(NpgsqlConnection connection, string alias, CancellationToken cancellation)
    {
        var (update, gates) = await FindAsync(connection, alias, cancellation);
        if (update is null)
        {
            return null;
        }

        var (urgent, summaries) = await PartsAsync(connection, gates, update.Content, cancellation);
        var listed = new List<ListedGate>();
        foreach (var (gate, parts) in gates.Zip(urgent))
        {
            listed.Add(new ListedGate(gate, parts, await GateRows.ListsAsync(connection, gate, parts, cancellation)));
        }

        return new UpdateNow(update, listed, summaries);
    }

    private static async Task<(UpdateRecord? Update, List<GateRow> Gates)> FindAsync(NpgsqlConnection connection, string alias, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Rows.Command(UpdateRows.Select + " where u.alias = $1", alias), GateRows.Gates(alias) } };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        var update = await row.ReadAsync(cancellation) ? UpdateRows.Read(row) : null;
        await row.NextResultAsync(cancellation);
        return (update, await GateRows.ReadAsync(row, cancellation));
    }

    private static async Task<(List<List<GatePart>> Urgent, SubjectSummaries Summaries)> PartsAsync(
        NpgsqlConnection connection, List<GateRow> gates, UpdateContent? content, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { SubjectSummaries.Cells(content, null) } };
        gates.ForEach(gate => batch.BatchCommands.Add(GateRows.UrgentParts(gate)));
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        var summaries = await SubjectSummaries.ReadAsync(row, content, cancellation);
        var urgent = new List<List<GatePart>>();
        while (await row.NextResultAsync(cancellation))
        {
            urgent.Add(await GateRows.PartsAsync(row, cancellation));
        }

        return (urgent, summaries);
    }

    /// <summary>What the API tells of it.</summary>
    public UpdateDetail DetailOf(UpdateNow found, DateTimeOffset now) => DetailOf(
        found.Update,
        [.. found.Gates.Select(g => (GateNow.Of(g.Gate.View, g.Lists, now, Links.Update(settings, found.Update.Alias)), g.Urgent))],
        found.Summaries);

    private static UpdateDetail DetailOf(UpdateRecord update, List<(GateNow Gate, IReadOnlyList<GatePart> Parts)> gates, SubjectSummaries summaries)
    {
        var content = update.Content;
        return new UpdateDetail(
            update.Alias, update.State, content?.ProductVersion, content?.DecisionContexts ?? [], content?.Submitter, content?.Title, content?.Url,
            update.Time, update.FirstRecordedAt, update.Sequence, content?.Builds.Count ?? 0, content?.Subjects.Count ?? 0,
            [.. gates.Select(g => g.Gate)], [.. gates.SelectMany(g => WaitedFor.At(g.Gate, g.Parts))], summaries.Builds, summaries.Subjects,
            content?.Builds.Count > SubjectSummaries.Most || content?.Subjects.Count > SubjectSummaries.Most);
    }

    internal static Where Conditions(Parameters query)
    {
        var where = new Where()
            .AnyOf("u.state", query.Words("state", States))
            .AnyOf("u.product_version", query.Words("product_version"));
        if (query.Texts("submitter", Limits.Text) is { Length: > 0 } submitters)
        {
            // The index holds the beginning of a name that may be long: as many characters as PostgreSQL counts, none of them cut in two.
            var beginnings = submitters.Select(s => string.Concat(s.EnumerateRunes().Take(Beginning))).ToArray();
            where.AnyOf("left(u.submitter, 255)", beginnings);
            // A shorter one is its own beginning. Said twice the planner would think such updates rarer by far than they are, and sort them all.
            if (submitters.Any(s => s.EnumerateRunes().Count() >= Beginning))
            {
                where.AnyOf("u.submitter", submitters);
            }
        }

        if (query.Words("decision_context") is { Length: > 0 } contexts)
        {
            where.And("u.decision_contexts && {}", [contexts]);
        }

        if (query.Texts("package", Limits.Build) is { Length: > 0 } packages)
        {
            where.In("u.alias", "select b.alias from views.update_build b", "b.package", packages);
        }

        if (query.Words("status", Statuses) is { Length: > 0 } statuses)
        {
            // Planned each time anew: few gates may have failed and many passed, and what is best for the one takes long for the other.
            where.And("u.alias in (select g.alias from gating.gate g where g.status = any({}))", [statuses]);
        }

        if (query.Flag("overdue") is { } overdue)
        {
            where.And($"{(overdue ? "" : "not ")}exists (select from gating.gate g where g.alias = u.alias and g.waiting and g.deadline < now())");
        }

        return where;
    }
}
