using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/rejections</c>: newest first; one; and its body as it came.</summary>
internal static class RejectionEndpoints
{
    private const string List = "rejections";

    private static readonly string[] Kinds = [Contracts.Kinds.Result, Contracts.Kinds.Update, Contracts.Kinds.Waiver];
    private static readonly string[] States = [.. Enum.GetValues<RejectionState>().Select(Word)];

    /// <summary>The state as it is stored and spoken.</summary>
    public static string Word(RejectionState state) => state.ToString().ToLowerInvariant();

    public static async Task<IResult> ListAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "kind", "state", "limit", "cursor");
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        var where = new Where().AnyOf("r.kind", query.Words("kind", Kinds)).AnyOf("r.state", query.Words("state", States));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (cursor is { Number: { } sequence })
        {
            where.And("r.seq < {}", sequence);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = where.Command(connection, $"{RejectionView.Select} where {where} order by r.seq desc limit {where.Parameter(limit + 1)}");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rejections = new List<RejectionView>();
        while (await row.ReadAsync(cancellation))
        {
            rejections.Add(RejectionView.Read(row));
        }

        return new View(Listing<RejectionView>.Of(rejections, limit, r => new Cursor(0, $"{r.Sequence}"), query.Filters(List)));
    }

    public static async Task<IResult> ReadAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (IdOf(context, out var refused) is not { } id)
        {
            return refused!;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command($"{RejectionView.Select} where r.id = $1", id);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new View(RejectionView.Read(row)) : Problem.NotFound("such rejection");
    }

    public static async Task<IResult> BodyAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (IdOf(context, out var refused) is not { } id)
        {
            return refused!;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (body, gone) = await RejectedBodies.WholeAsync(connection, id, cancellation);
        if (body is null)
        {
            return gone is null ? Problem.NotFound("such rejection") : Problem.Gone($"{gone.Said}.");
        }

        // Bytes of strangers: nothing that a browser should try to understand.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(body, "application/octet-stream", $"{id}.body");
    }

    private static Guid? IdOf(HttpContext context, out IResult? refused)
    {
        var query = new Parameters(context.Request.Query);
        refused = query.Errors.Count > 0 ? Problem.BadRequest(query.Errors) : Problem.NotFound("such rejection");
        return query.Errors.Count == 0 && Guid.TryParse(context.PathText(3), out var id) ? id : null;
    }
}
