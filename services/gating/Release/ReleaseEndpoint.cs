using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>
/// <c>POST</c> and <c>DELETE /api/v1/release?alias=&amp;decision_context=</c>: an operator lets one gate go, or takes that back. For projections, which
/// has a path of its own for it: a proxy in between would encode the slashes of an alias once more.
/// </summary>
internal static class ReleaseEndpoint
{
    private const string Path = "/api/v1/release";

    public static WebApplication MapReleases(this WebApplication app)
    {
        var group = app.MapGroup(Path).RequirePermission(Permissions.Operate);
        group.MapPost("", (HttpContext http, Releases releases, CancellationToken cancellation) => PutAsync(true, http, releases, cancellation));
        group.MapDelete("", (HttpContext http, Releases releases, CancellationToken cancellation) => PutAsync(false, http, releases, cancellation));
        return app;
    }

    private static async Task<IResult> PutAsync(bool released, HttpContext http, Releases releases, CancellationToken cancellation)
    {
        var unknown = http.Request.Query.Keys.Except(["alias", "decision_context"])
            .Select(name => new Reason(name, "unknown parameter: this path takes none")).ToList();
        if (unknown.Count > 0)
        {
            return Results.Problem(
                string.Join("; ", unknown.Select(e => $"{e.Field}: {e.Message}")), title: "The request is malformed",
                statusCode: StatusCodes.Status400BadRequest, extensions: [new("errors", unknown)]);
        }

        if (http.Request.Query["alias"].ToArray() is not [{ Length: > 0 } alias]
            || http.Request.Query["decision_context"].ToArray() is not [{ Length: > 0 } context])
        {
            return Results.Problem("expected alias, an update's, and decision_context", statusCode: StatusCodes.Status400BadRequest);
        }

        return await releases.PutAsync(alias, context, released, Caller.Of(http).Name, cancellation) switch
        {
            ReleaseOutcome.Holds held => Results.Json(
                new { alias, decision_context = context, opened_at = held.OpenedAt, released, sequence = held.Sequence, repeated = held.Repeated },
                Json.Wire,
                statusCode: StatusCodes.Status202Accepted),
            ReleaseOutcome.Closed => Results.Problem(
                $"the gate {context} of {alias} is closed", title: "The gate is closed", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem($"no gate {context} of an update {alias}", title: "No such gate", statusCode: StatusCodes.Status404NotFound),
        };
    }
}
