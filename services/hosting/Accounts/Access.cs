using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Hosting;

/// <summary>Who may do what over HTTP: finds out who asks, and gives the refusal where they may not.</summary>
public sealed class Access(Authenticator authenticator)
{
    /// <summary>Finds out who sent the request, for <see cref="Caller.Of"/>.</summary>
    /// <returns>Null where that is known now, else the answer: 401, or 503 while too many are being checked.</returns>
    public async ValueTask<IResult?> IdentifyAsync(HttpContext context)
    {
        if (Caller.Found(context) is not null)
        {
            return null;
        }

        if (!authenticator.IsConfigured)
        {
            Caller.Anybody.Keep(context);
            return null;
        }

        var (caller, busy) =
            await authenticator.AuthenticateAsync(context.Request.Headers.Authorization, context.RequestAborted);
        caller?.Keep(context);
        return caller is not null ? null : busy ? Busy(context) : Challenge(context);
    }

    /// <summary>Whether whoever sent it may do this. Only after <see cref="IdentifyAsync"/>.</summary>
    /// <returns>Null where they may, else the answer: 403.</returns>
    public IResult? Refusal(HttpContext context, Permissions permission)
    {
        var caller = Caller.Of(context);
        if (caller.May(permission) || (!authenticator.IsConfigured && LocalRequest.Is(context)))
        {
            return null;
        }

        return Forbid(Why(
            caller, string.Join(" and ", PermissionNames.Of(permission)), authenticator.AnyMay(permission)));
    }

    /// <summary>A 403 with its reason.</summary>
    /// <param name="why">What is missing.</param>
    /// <param name="field">The field that is to blame, if one is.</param>
    public static ProblemHttpResult Forbid(string why, string field = "") =>
        Problem(StatusCodes.Status403Forbidden, why, field);

    private string Why(Caller caller, string permission, bool somebodyMay) =>
        (authenticator.IsConfigured, somebodyMay) switch
    {
        (false, _) =>
            $"this needs an account with the permission {permission}, and no accounts are configured "
            + $"({AccountFile.Variable}): it is taken from this machine itself only, at a loopback address, "
            + "without a proxy in between",
        (true, false) =>
            $"this needs the permission {permission}, which nobody has: "
            + $"give it to an account in the file that {AccountFile.Variable} names",
        (true, true) => $"this needs the permission {permission}, which {caller.Name} does not have",
    };

    private ProblemHttpResult Challenge(HttpContext context)
    {
        var accounts = authenticator.HasAccounts;
        // A script of ours asks for the token itself: a browser that is offered Basic would ask, too, and then show it
        // to everybody.
        context.Response.Headers.WWWAuthenticate = accounts
            && context.Request.Headers.XRequestedWith != "XMLHttpRequest"
            ? new[] { "Bearer realm=\"gatehouse\"", "Basic realm=\"gatehouse\", charset=\"UTF-8\"" }
            : new[] { "Bearer realm=\"gatehouse\"" };
        return Problem(StatusCodes.Status401Unauthorized, accounts
            ? "this needs an account: Authorization: Bearer NAME.SECRET, or HTTP Basic with name and secret"
            : "this needs the configured bearer token");
    }

    private static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problem(StatusCodes.Status503ServiceUnavailable,
            "too many credentials are being checked: send it again");
    }

    private static ProblemHttpResult Problem(int status, string why, string field = "") =>
        TypedResults.Problem(why, statusCode: status, extensions: [new("errors", new[] { new Reason(field, why) })]);
}
