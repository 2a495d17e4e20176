using Gatehouse.Hosting;
using Microsoft.AspNetCore.Components;

namespace Gatehouse.Projections;

/// <summary>A page is an answer of the API, shown to people: the same handler, so the same query and the same refusals.</summary>
internal static class Shown
{
    /// <summary>A form sends its empty fields, too: they filter nothing.</summary>
    public static ValueTask<object?> WithoutEmptyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        request.Query = new QueryCollection(request.Query.Where(p => p.Value.Any(v => !string.IsNullOrEmpty(v))).ToDictionary(p => p.Key, p => p.Value));
        return next(context);
    }

    /// <summary>Shows the view that a handler answers with. A refusal passes as it is, and becomes a page by <see cref="ProblemPages"/>.</summary>
    public static RouteHandlerBuilder As<TPage>(this RouteHandlerBuilder route)
        where TPage : IComponent =>
        route.AddEndpointFilter(async (context, next) => await next(context) switch
        {
            View view => new Page<TPage>(view.Content),
            var other => other,
        });
}
