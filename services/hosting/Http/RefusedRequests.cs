using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Gatehouse.Hosting;

/// <summary>
/// What the web server refuses before any endpoint sees it (no HTTP, U+0000 in a path, a line or headers over its limits, headers that do not come) is answered with a problem
/// that says why, as everything else is. By itself the server sends a status line only, and has no place for more.
/// </summary>
/// <remarks>
/// The server tells of a refusal before it writes the answer; the connection's <see cref="RefusalWriter"/> then adds the problem. Over TLS, which is put around the connection later,
/// it stays with the status line. The method is not known where the line was refused, so HEAD is answered as GET is; the connection ends after it.
/// </remarks>
internal sealed class RefusedRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string Refused = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly KestrelServerLimits limits;

    private RefusedRequests(KestrelServerLimits limits) => this.limits = limits;

    /// <summary>Makes each connection one that can say why.</summary>
    public static void Prepare(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
    {
        var output = new RefusalWriter(connection.Transport.Output);
        connection.Features.Set(output);
        connection.Transport = new Duplex(connection.Transport.Input, output);
        return next(connection);
    }));

    /// <summary>Answers them from now on.</summary>
    /// <param name="services">Of the server.</param>
    /// <returns>Ends it.</returns>
    public static IDisposable Answer(IServiceProvider services) => services.GetRequiredService<DiagnosticListener>().Subscribe(
        new RefusedRequests(services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits), name => name == Refused);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: Refused, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException refusal
            && features.Get<IHttpResponseFeature>() is { HasStarted: false }
            && features.Get<RefusalWriter>() is { } output
            && features.Get<ITlsConnectionFeature>() is null)
        {
            output.Explain(JsonSerializer.SerializeToUtf8Bytes(Problem(refusal), Json.Wire));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private ProblemDetails Problem(BadHttpRequestException refusal)
    {
        var reason = Reason(refusal);
        return new ProblemDetails
        {
            Title = ReasonPhrases.GetReasonPhrase(refusal.StatusCode),
            Status = refusal.StatusCode,
            Detail = reason.Message,
            Extensions = { ["errors"] = new[] { reason } },
        };
    }

    private Reason Reason(BadHttpRequestException refusal) => refusal.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => new("", $"the request line and headers did not come within {limits.RequestHeadersTimeout.TotalSeconds} s"),
        StatusCodes.Status414UriTooLong => new("path", $"expected a request line of at most {limits.MaxRequestLineSize} bytes"),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new("headers", $"expected at most {limits.MaxRequestHeaderCount} headers, of at most {limits.MaxRequestHeadersTotalSize} bytes in all"),
        _ when refusal.Message.StartsWith("Invalid request target", StringComparison.Ordinal) => new("path", "expected a path whose percent signs encode text, without U+0000 (%00)"),
        // What was found is shown only where the server logs it; the sender knows.
        _ => new("", refusal.Message.Replace(": ''", "", StringComparison.Ordinal)),
    };

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
