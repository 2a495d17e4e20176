using Gatehouse.Hosting;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Projections;

/// <summary>An answer with a feed. Readers come again and again: one that has it already is answered 304, by its ETag or, without one, by its time.</summary>
/// <param name="body">The feed.</param>
/// <param name="changed">When something last came into it; null for never.</param>
/// <param name="now">The time of this answer.</param>
internal sealed class Feed(byte[] body, DateTimeOffset? changed, DateTimeOffset now) : IRepeatable
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request.GetTypedHeaders(), httpContext.Response);
        var headers = response.GetTypedHeaders();
        headers.ETag = ContentTag.Of(body);
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        // The header knows whole seconds: before one is over, more may come into it unseen.
        if (changed is { } time && time < now.AddSeconds(-1))
        {
            headers.LastModified = time;
        }

        var known = request.IfNoneMatch.Count > 0
            ? request.IfNoneMatch.Any(tag => tag.Compare(headers.ETag, useStrongComparison: false) || tag.Equals(EntityTagHeaderValue.Any))
            : headers.LastModified is { } modified && request.IfModifiedSince >= modified;
        if (known)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/atom+xml; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
