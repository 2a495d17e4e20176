using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Policies over HTTP: those in force, the check of a draft, and the reload of the folder.</summary>
internal static class PolicyEndpoints
{
    private const string Path = "/api/v1/policies";

    public static WebApplication MapPolicies(this WebApplication app)
    {
        app.MapGroup(Path).AddEndpointFilter(RefuseParameters).MapGet("", async (PoliciesInForce inForce, PolicyFolder folder, CancellationToken cancellation) =>
            new View(Shown(await inForce.NewestAsync(cancellation) is { } newest ? PolicySet.From(newest) : null, folder.Read().Errors)));
        var writes = app.MapPolicyWrites().AddEndpointFilter(RefuseParameters);
        writes.MapPost("/validate", ValidateAsync);
        writes.MapPost("/reload", ReloadAsync).RequirePermission(Permissions.Operate);
        return app;
    }

    /// <summary>What is posted here needs an account, where any is configured: drafts cost work.</summary>
    public static RouteGroupBuilder MapPolicyWrites(this WebApplication app) => app.MapGroup(Path).RequireAccount();

    public static bool IsYaml(HttpRequest request) => request.ContentType?.Split(';')[0].Trim() is "application/yaml" or "application/x-yaml" or "text/yaml";

    public static IResult NoYaml() => Results.Problem("expected Content-Type: application/yaml", statusCode: StatusCodes.Status415UnsupportedMediaType);

    private static ValueTask<object?> RefuseParameters(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var unknown = context.HttpContext.Request.Query.Keys.Select(name => new Reason(name, "unknown parameter: this path takes none")).ToList();
        return unknown.Count == 0 ? next(context) : ValueTask.FromResult<object?>(Results.Problem(
            string.Join("; ", unknown.Select(e => $"{e.Field}: {e.Message}")), title: "The request is malformed", statusCode: StatusCodes.Status400BadRequest,
            extensions: [new("errors", unknown)]));
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, PolicyFolder folder, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (!IsYaml(request))
        {
            return NoYaml();
        }

        using var body = new StreamReader(request.Body);
        var (set, errors) = PolicyReader.Read([new PolicyFile("draft.yaml", await body.ReadToEndAsync(cancellation))], folder.NoPolicy);
        return set is null
            ? Refused(errors)
            : Results.Json(new { valid = true, warnings = await PolicyWarnings.OfAsync(set, database, cancellation) }, Json.Wire);
    }

    private static async Task<IResult> ReloadAsync(PolicyWatch watch, CancellationToken cancellation)
    {
        var (set, errors, changed) = await watch.ReloadAsync(cancellation);
        return set is null ? Refused(errors) : Results.Json(new { hash = set.Hash, changed }, Json.Wire);
    }

    public static IResult Refused(IReadOnlyList<PolicyError> errors) => Results.Json(
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

    /// <summary>The set in force, and what is wrong with the folder as it lies there: then that is another.</summary>
    private static object Shown(PolicySet? set, IReadOnlyList<PolicyError> refused) => new
    {
        hash = set?.Hash,
        no_policy = set?.NoPolicy,
        policies = (set?.Policies ?? []).Select(p => new
        {
            p.Id,
            p.Hash,
            p.Match,
            timeout_seconds = p.Timeout.TotalSeconds,
            wait_for = p.WaitForAll ? "all" : "essential",
            p.Checks,
        }),
        files = set?.Files ?? [],
        refused,
    };
}
