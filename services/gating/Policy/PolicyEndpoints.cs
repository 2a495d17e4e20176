using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Policies over HTTP: those in force, the check of a draft, and the reload of the folder.</summary>
internal static class PolicyEndpoints
{
    public static WebApplication MapPolicies(this WebApplication app)
    {
        var policies = app.MapGroup("/api/v1/policies");
        policies.MapGet("", async (PoliciesInForce inForce, CancellationToken cancellation) =>
            await inForce.NewestAsync(cancellation) is { } newest
                ? Results.Json(View(PolicySet.From(newest)), Json.Wire)
                : Results.Json(new { hash = (string?)null, no_policy = (string?)null, policies = Array.Empty<object>(), files = Array.Empty<object>() }, Json.Wire));
        policies.MapPost("/validate", ValidateAsync);
        policies.MapPost("/reload", ReloadAsync);
        return app;
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, PolicyFolder folder, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not ("application/yaml" or "application/x-yaml" or "text/yaml"))
        {
            return Results.Problem("expected Content-Type: application/yaml", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = new StreamReader(request.Body);
        var (set, errors) = PolicyReader.Read([new PolicyFile("draft.yaml", await body.ReadToEndAsync(cancellation))], folder.NoPolicy);
        return set is null
            ? Refused(errors)
            : Results.Json(new { valid = true, warnings = await PolicyWarnings.OfAsync(set, database, cancellation) }, Json.Wire);
    }

    private static async Task<IResult> ReloadAsync(PolicyFolder folder, PoliciesInForce inForce, CancellationToken cancellation)
    {
        var (set, errors) = folder.Read();
        return set is null ? Refused(errors) : Results.Json(new { hash = set.Hash, changed = await inForce.PutAsync(set, cancellation) }, Json.Wire);
    }

    private static IResult Refused(IReadOnlyList<PolicyError> errors) => Results.Json(
        new
        {
            type = "about:blank",
            title = "The policies are refused",
            status = StatusCodes.Status422UnprocessableEntity,
            detail = string.Join("; ", errors),
            valid = false,
            errors,
        },
        Json.Wire,
        "application/problem+json",
        StatusCodes.Status422UnprocessableEntity);

    private static object View(PolicySet set) => new
    {
        hash = set.Hash,
        no_policy = set.NoPolicy,
        policies = set.Policies.Select(p => new
        {
            p.Id,
            p.Hash,
            p.Match,
            timeout_seconds = p.Timeout.TotalSeconds,
            wait_for = p.WaitForAll ? "all" : "essential",
            p.Checks,
        }),
        files = set.Files,
    };
}
