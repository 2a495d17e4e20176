using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/updates/{alias}/gates/{context}</c>: all of a gate's requirements, now or as of a past moment.</summary>
internal sealed class GateEndpoints(NpgsqlDataSource database, GatesThen then, TimeProvider clock, Settings settings)
{
    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var (query, now) = (new Parameters(context.Request.Query, "at"), clock.GetUtcNow());
        var at = query.Past("at", now);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (context.PathText(3) is not { } alias || context.PathText(5) is not { } decision)
        {
            return Problem.NotFound("such gate of such update");
        }

        var found = at is null ? await NowAsync(alias, decision, cancellation) : await then.OfAsync(alias, at, decision, cancellation);
        return found switch
        {
            null => Problem.Unavailable(GatesThen.Away),
            [] => Problem.NotFound(at is null ? "such gate of such update" : "such gate of such update at that time"),
            [var gate, ..] => Show(gate, at ?? now),
        };
    }

    private View Show(GateAsOf gate, DateTimeOffset asOf)
    {
        var shown = JsonSerializer.SerializeToNode(GateNow.Of(gate.View, gate.Lists(), asOf, Links.Update(settings, gate.View.Alias)), Json.Wire)!.AsObject();
        shown["requirements"] = JsonSerializer.SerializeToNode(gate.Parts.SelectMany(GateRequirement.Of), Json.Wire);
        return new View(shown);
    }

    private async Task<IReadOnlyList<GateAsOf>?> NowAsync(string alias, string context, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if ((await GateRows.OfAsync(connection, alias, cancellation)).SingleOrDefault(g => g.View.DecisionContext == context) is not { } gate)
        {
            return [];
        }

        var parts = await GateRows.AllPartsAsync(connection, gate, cancellation);
        // A retired gate's parts can still be had as those of any past moment.
        return gate.IsRetired(parts) ? await then.OfAsync(alias, at: null, context, cancellation) : [new GateAsOf(gate.View, parts, [])];
    }
}
