using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/updates/{alias}/gates/{context}</c>: all of a gate's requirements and what was refused of them, now or as of a past moment.</summary>
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

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = at is null ? await NowAsync(connection, alias, decision, cancellation) : await then.OfAsync(alias, at, decision, cancellation);
        return found switch
        {
            null => Problem.Unavailable(GatesThen.Away),
            [] => Problem.NotFound(at is null ? "such gate of such update" : "such gate of such update at that time"),
            [var gate, ..] => await ShowAsync(connection, gate, at, now, cancellation),
        };
    }

    private async Task<View> ShowAsync(NpgsqlConnection connection, GateAsOf gate, DateTimeOffset? at, DateTimeOffset now, CancellationToken cancellation)
    {
        var given = await GivenWaivers.OfAsync(connection, gate.Parts, cancellation);
        var refused = await RefusedResults.OfAsync(connection, gate.View.Status, gate.Parts, at, cancellation);
        var shown = JsonSerializer.SerializeToNode(GateNow.Of(gate.View, gate.Lists(), at ?? now, Links.Update(settings, gate.View.Alias)), Json.Wire)!.AsObject();
        shown["requirements"] = JsonSerializer.SerializeToNode(gate.Parts.SelectMany(part => GateRequirement.Of(part, given)), Json.Wire);
        shown["refused"] = JsonSerializer.SerializeToNode(refused, Json.Wire);
        return new View(shown);
    }

    private async Task<IReadOnlyList<GateAsOf>?> NowAsync(NpgsqlConnection connection, string alias, string context, CancellationToken cancellation)
    {
        if ((await GateRows.OfAsync(connection, alias, cancellation)).SingleOrDefault(g => g.View.DecisionContext == context) is not { } gate)
        {
            return [];
        }

        var parts = await GateRows.AllPartsAsync(connection, gate, cancellation);
        // A retired gate's parts can still be had as those of any past moment.
        if (gate.IsRetired(parts))
        {
            return await then.OfAsync(alias, at: null, context, cancellation);
        }

        return [new GateAsOf(gate.View, parts, [], gate.StandsAsSaid(parts) ? await GateRows.ListsAsSaidAsync(connection, gate, cancellation) : null)];
    }
}
