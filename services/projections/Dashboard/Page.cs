using System.Text;
using Gatehouse.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Projections;

/// <summary>What every page knows besides its view.</summary>
/// <param name="Now">When it was made: ages are counted from here.</param>
/// <param name="Path">Its own path, encoded as it was asked for.</param>
/// <param name="Query">Its own query.</param>
public sealed record PageContext(DateTimeOffset Now, string Path, IQueryCollection Query)
{
    /// <summary>A segment of the path, decoded.</summary>
    public string Segment(int place) => Path.TrimStart('/').Split('/').ElementAtOrDefault(place) is { } text ? Uri.UnescapeDataString(text) : "";
}

/// <summary>A page for people: a component written out as HTML. Components escape what they show; nothing here runs in the browser but our own modules.</summary>
internal sealed class Page<TPage>(object view, int status = StatusCodes.Status200OK) : IRepeatable
    where TPage : IComponent
{
    // Nothing inline and nothing from elsewhere: were a text from outside ever to become markup, it could do nothing.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly Lock rendering = new();
    private Task<byte[]>? rendered;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = await RenderedAsync(httpContext);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        // Ages and countdowns are of this moment.
        response.Headers.CacheControl = "no-cache";
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    // Whoever comes first has it rendered, and waits for it, so what it is rendered with is there until it is.
    private Task<byte[]> RenderedAsync(HttpContext context)
    {
        lock (rendering)
        {
            if (rendered is null)
            {
                var (services, path, query) = (context.RequestServices, PathOf(context), context.Request.Query);
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var parameters = new Dictionary<string, object?> { ["View"] = view, ["Context"] = new PageContext(now, path, query) };
                rendered = Task.Run(() => RenderAsync(services, parameters));
            }

            return rendered;
        }
    }

    // As it was sent, since a decoded slash is none any more; of a whole URL only its path, and one that a browser would not take for a host.
    private static string PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return "/" + (target.StartsWith('/') ? target : context.Request.Path.ToUriComponent()).Split('?', 2)[0].TrimStart('/');
    }

    private static async Task<byte[]> RenderAsync(IServiceProvider services, Dictionary<string, object?> parameters)
    {
        if (typeof(TPage).IsAssignableTo(typeof(IDrawsOutcomes)))
        {
            // It may be given to others than whoever asked for it.
            parameters[nameof(IDrawsOutcomes.Outcomes)] = (await services.GetRequiredService<WordsInForce>().NowAsync(CancellationToken.None)).Outcomes;
        }

        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters));
            return Encoding.UTF8.GetBytes(page.ToHtmlString());
        });
    }
}
