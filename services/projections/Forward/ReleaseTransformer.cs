using Microsoft.AspNetCore.Http.Extensions;

namespace Gatehouse.Projections;

/// <summary>
/// Passes on a gate's release. Its path names an update, whose alias may hold slashes; the forwarder would encode them once more than they are, so the
/// names travel as parameters.
/// </summary>
internal sealed class ReleaseTransformer : CallerTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var names = new QueryBuilder
        {
            { "alias", httpContext.PathText(3) ?? "" },
            { "decision_context", httpContext.PathText(5) ?? "" },
        };
        // What else was sent is refused there.
        foreach (var (name, value) in httpContext.Request.Query)
        {
            names.Add(name, value.ToString());
        }

        proxyRequest.RequestUri = new Uri($"{destinationPrefix.TrimEnd('/')}/api/v1/release{names}");
    }
}
