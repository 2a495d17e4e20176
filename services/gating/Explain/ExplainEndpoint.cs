using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// <c>GET /api/v1/explain?alias=&amp;at=&amp;decision_context=</c>: an update's gates as of a past moment (<see cref="GateAsOf"/>), for projections, which shows
/// them and decides nothing. Without <c>at</c> as of now; with a decision context that gate only, with all its parts and what it ever asked for.
/// </summary>
internal sealed class ExplainEndpoint(NpgsqlDataSource database, FoldProgress progress)
{
    public async Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["alias"] is not [{ Length: > 0 } alias] || !TryTime(request.Query["at"], out var at))
        {
            return Results.Problem("expected alias, an update's, and perhaps at, an RFC 3339 time, and decision_context", statusCode: StatusCodes.Status400BadRequest);
        }

        if (!await progress.CaughtUpAsync(Past.Folds, cancellation))
        {
            return Results.Problem("The views lag behind the log.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var past = new Past(connection);
        var own = await past.OwnAsync([alias], at, cancellation);
        var replay = new Replay(edition: 1);
        await foreach (var fact in past.AllAsync(own, at, long.MaxValue, cancellation))
        {
            replay.Take(fact, alias);
        }

        var context = request.Query["decision_context"].SingleOrDefault();
        var gates = context is null ? replay.GatesOf(alias).Select(Brief) : replay.GatesOf(alias).Where(g => g.View.DecisionContext == context);
        return Results.Json(gates, Json.Stored);
    }

    private static bool TryTime(string? text, out DateTimeOffset time)
    {
        time = Limits.LatestTime;
        return text is null || Moment.TryParse(text, out time);
    }

    // What lists are made of: the most urgent, and of the others those with something waived.
    private static GateAsOf Brief(GateAsOf gate)
    {
        var urgent = gate.Parts.OrderBy(p => p.Urgency()).ThenBy(p => p.Place).ToList();
        var waived = urgent.Where(p => p.Requirements.Any(r => r.Waiver is not null)).Take(Limits.GateEntries);
        return gate with { Parts = [.. urgent.Take(Limits.GateEntries).Union(waived).OrderBy(p => p.Place)], Asked = [] };
    }
}
