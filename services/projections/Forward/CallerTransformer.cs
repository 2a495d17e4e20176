using Gatehouse.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Projections;

/// <summary>
/// Passes a request on as it came and says for whom: the address of whoever asked is added behind those that it says it
/// was passed on for. The other service sees a connection of ours, which must not lend a stranger what only this
/// machine may do (<see cref="LocalRequest"/>).
/// </summary>
internal class CallerTransformer : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest,
        string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.TryAddWithoutValidation(LocalRequest.ForwardedFor,
            httpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown");
    }
}
