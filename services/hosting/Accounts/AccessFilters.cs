using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Hosting;

/// <summary>What stands before endpoints that change something, or cost work.</summary>
public static class AccessFilters
{
    /// <summary>
    /// Where accounts or tokens are configured one has to be shown, whatever it may do; else 401. Behind it
    /// <see cref="Caller.Of"/> says who it is.
    /// </summary>
    public static TBuilder RequireAccount<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
            await AccessTo(context).IdentifyAsync(context.HttpContext) is { } refusal ? refusal : await next(context));

    /// <summary>
    /// <see cref="RequireAccount"/>, and 403 for whoever does not have the permission. Where nothing is configured
    /// everybody may publish and waive; <see cref="Permissions.Operate"/> is then for this machine itself only
    /// (<see cref="LocalRequest"/>).
    /// </summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoints, Permissions permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            var access = AccessTo(context);
            var refusal = await access.IdentifyAsync(context.HttpContext)
                ?? access.Refusal(context.HttpContext, permission);
            return refusal ?? await next(context);
        });

    private static Access AccessTo(EndpointFilterInvocationContext context) =>
        context.HttpContext.RequestServices.GetRequiredService<Access>();
}
