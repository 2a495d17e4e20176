using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/updates/{alias}/gates/{context}</c>: all of a gate's requirements.</summary>
internal sealed class GateEndpoints(NpgsqlDataSource database, TimeProvider clock, Settings settings)
{
    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await FindAsync(connection, context, cancellation) is not { } gate)
        {
            return Problem.NotFound("such gate of such update");
        }

        var parts = await GateRows.AllPartsAsync(connection, gate, cancellation);
        var lists = GateLists.Of(parts, gate.View.Verdict is not null, gate.Builds, gate.View.Unsatisfied, gate.Waived);
        var now = JsonSerializer.SerializeToNode(GateNow.Of(gate.View, lists, clock.GetUtcNow(), Links.Update(settings, gate.View.Alias)), Json.Wire)!.AsObject();
        now["requirements"] = JsonSerializer.SerializeToNode(parts.SelectMany(GateRequirement.Of), Json.Wire);
        return new View(now);
    }

    /// <summary>The gate of the path's alias and context.</summary>
    public static async Task<GateRow?> FindAsync(NpgsqlConnection connection, HttpContext context, CancellationToken cancellation) =>
        context.PathText(3) is { } alias && context.PathText(5) is { } decision
            ? (await GateRows.OfAsync(connection, [alias], cancellation))[alias].SingleOrDefault(g => g.View.DecisionContext == decision)
            : null;
}
