using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Policies over HTTP: those in force, the check of a draft, and the reload of the folder.</summary>
internal static class PolicyEndpoints
{
    private const string Path = "/api/v1/policies";
    private const string Title = "The policies are refused";

    public static WebApplication MapPolicies(this WebApplication app)
    {
        app.MapGroup(Path).AddEndpointFilter(RefuseParameters).MapGet("", ShowAsync);
        var writes = app.MapPolicyWrites().AddEndpointFilter(RefuseParameters);
        writes.MapPost("/validate", ValidateAsync);
        app.MapPolicyWrites().MapPost("/reload", ReloadEndpoint.RunAsync).RequirePermission(Permissions.Operate);
        return app;
    }

    /// <summary>What is posted here needs an account, where any is configured: drafts cost work.</summary>
    public static RouteGroupBuilder MapPolicyWrites(this WebApplication app) => app.MapGroup(Path).RequireAccount();

    private static ValueTask<object?> RefuseParameters(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var unknown = context.HttpContext.Request.Query.Keys.Select(name => new Reason(name, "unknown parameter: this path takes none")).ToList();
        return unknown.Count == 0 ? next(context) : ValueTask.FromResult<object?>(Results.Problem(
            string.Join("; ", unknown.Select(e => $"{e.Field}: {e.Message}")), title: "The request is malformed", statusCode: StatusCodes.Status400BadRequest,
            extensions: [new("errors", unknown)]));
    }

    private static async Task<IResult> ValidateAsync(
        HttpRequest request, PolicyFolder folder, PoliciesInForce inForce, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var (draft, refused) = await PostedDraft.OfAsync(request, cancellation);
        if (draft is null)
        {
            return refused!;
        }

        var (set, errors) = PolicyReader.Read([draft], folder.Settings, (await inForce.NewestAsync(cancellation))?.Vocabulary);
        return set is null
            ? Refused(errors)
            : Results.Json(new { valid = true, warnings = PolicyWarnings.Of(set, await SeenWords.ForAsync(set, database, cancellation)) }, Json.Wire);
    }

    /// <summary>Why a set is refused that asks less of gates.</summary>
    public static IReadOnlyList<PolicyError> ErrorsOf(IReadOnlyList<GateLoss> gates) => [.. gates.Select(g => new PolicyError("", 0, g.ToString()))];

    /// <summary>Refuses a set for its mistakes.</summary>
    public static IResult Refused(IReadOnlyList<PolicyError> errors) => Problem(new
    {
        type = "about:blank",
        title = Title,
        status = StatusCodes.Status422UnprocessableEntity,
        detail = string.Join("; ", errors),
        valid = false,
        errors,
    });

    /// <summary>Refuses a set that asks less of gates that wait, which can be released.</summary>
    public static IResult Refused(PolicySet set, IReadOnlyList<GateLoss> gates) => Problem(new
    {
        type = "about:blank",
        title = Title,
        status = StatusCodes.Status422UnprocessableEntity,
        detail = $"they ask less of gates that wait: {string.Join("; ", gates)}",
        valid = false,
        errors = ErrorsOf(gates),
        hash = set.Hash,
        gates,
    });

    private static IResult Problem(object problem) =>
        Results.Json(problem, Json.Wire, "application/problem+json", StatusCodes.Status422UnprocessableEntity);

    // The folder as it lies there may be another set than the one in force, since it is refused.
    private static async Task<View> ShowAsync(PoliciesInForce inForce, PolicyFolder folder, CancellationToken cancellation)
    {
        var newest = await inForce.NewestAsync(cancellation) is { } recorded ? PolicySet.From(recorded) : null;
        var (lies, errors) = folder.Read();
        if (lies is not null && newest is not null && lies.Hash != newest.Hash
            && await inForce.PutAsync(lies, ReloadRequest.ByItself with { DryRun = true }, cancellation) is ReloadOutcome.AsksLess { Gates: var gates })
        {
            errors = ErrorsOf(gates);
        }

        return new View(Shown(newest, errors));
    }

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
