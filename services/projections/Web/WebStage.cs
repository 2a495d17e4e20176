using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Projections;

/// <summary>What holds for every answer, whoever gives it: it can be compressed, other origins may read it if they are configured, and a broken address is refused.</summary>
internal static class WebStage
{
    private static readonly string[] Compressed =
        ["application/json", "application/problem+json", "application/atom+xml", "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml"];

    // What a script of another origin may read besides the body.
    private static readonly string[] Exposed = [HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate];

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(compression =>
        {
            // Nothing here is secret from whoever may ask for it, so its length tells nothing.
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = Compressed;
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);

        var origins = CorsOrigins.Read(builder.Configuration);
        builder.Services.AddSingleton(origins);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. origins.Origins]).WithMethods(HttpMethods.Get, HttpMethods.Post).AllowAnyHeader().WithExposedHeaders(Exposed);
            policy.SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        }));
        return builder;
    }

    public static WebApplication UseWeb(this WebApplication app)
    {
        app.UseResponseCompression();
        if (app.Services.GetRequiredService<CorsOrigins>().Origins.Count > 0)
        {
            app.UseCors();
        }

        app.Use(RequestTarget.CheckAsync);
        return app;
    }
}
