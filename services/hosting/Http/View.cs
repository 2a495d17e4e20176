using System.Text.Json;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Hosting;

/// <summary>A view as JSON with an ETag of its content: whoever has it already is answered 304.</summary>
public sealed class View(object content) : IRepeatable
{
    private readonly Lazy<(byte[] Body, EntityTagHeaderValue Tag)> written = new(() => Write(content));

    /// <summary>What is shown: as JSON here, or as a page for people.</summary>
    public object Content => content;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (body, tag) = written.Value;
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.GetTypedHeaders().ETag = tag;
        // Views follow the log: ask again, and be told that nothing has changed.
        response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static (byte[] Body, EntityTagHeaderValue Tag) Write(object content)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(content, Json.Wire);
        return (body, ContentTag.Of(body));
    }
}
