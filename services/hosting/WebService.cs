using Gatehouse.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>What every service is besides its stages: configuration, logs, telemetry, health, one way to start and to refuse to.</summary>
public static class WebService
{
    /// <summary>The exit code of a start that its configuration stopped.</summary>
    public const int BadSetting = 2;

    /// <summary>Runs a service until it is told to stop.</summary>
    /// <param name="args">The command line, as standard configuration.</param>
    /// <param name="name">The service's name: that of its lease, its connections and its telemetry.</param>
    /// <param name="add">Its stages.</param>
    /// <param name="map">Its endpoints.</param>
    public static async Task<int> RunAsync(string[] args, string name, Action<WebApplicationBuilder> add, Action<WebApplication>? map = null)
    {
        try
        {
            var builder = Builder(args, name);
            add(builder);
            await using var app = builder.Build();
            using var reasons = RefusedRequests.Answer(app.Services);
            app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
            app.UseStatusCodePages();
            app.UseVersionWatch();
            app.MapHealth();
            app.MapPrometheusScrapingEndpoint();
            map?.Invoke(app);
            var schema = app.Services.GetRequiredService<Schema>();
            await app.RunAsync();
            // Whoever ended it for a reason has said so.
            return schema.Refusal is { } refusal ? throw refusal : Environment.ExitCode;
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync($"{name} does not start: {e.Message}");
            return BadSetting;
        }
    }

    // An outage is not an error of ours, and a table that another service has yet to make is one, or that is of an older version: readiness says the cure.
    private static int StatusOf(Exception e) => e switch
    {
        _ when LogVersion.Refusal(e) is not null => StatusCodes.Status503ServiceUnavailable,
        // A body that stopped coming may have stopped in a frozen proxy of ours: nobody is to take it for a refusal of what was sent.
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName } => StatusCodes.Status503ServiceUnavailable,
        _ => Transient.Is(e) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
    };

    private static WebApplicationBuilder Builder(string[] args, string name)
    {
        // The folder of the program, not the one it was started in: appsettings.json lies there.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Only now: the builder would look for an assembly of that name.
        builder.Environment.ApplicationName = name;
        // The name is no assembly that could hold start-up code.
        builder.WebHost.UseSetting(WebHostDefaults.PreventHostingStartupKey, "true");
        // Identifiers may be 1,024 characters, of up to 12 bytes each once percent-encoded.
        // A whole answer of the usual size fits into what may be unsent: it is handed over at once, not in turns with whoever reads it.
        builder.WebHost.ConfigureKestrel(RefusedRequests.Prepare);
        builder.WebHost.ConfigureKestrel(kestrel =>
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestLineSize, kestrel.Limits.MaxResponseBufferSize) = (false, 32 * 1024, 256 * 1024));
        // Logging__Console__FormatterName=json for machines; else a line for people.
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ "));
        builder.Logging.AddFilter("Yarp", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Marten and Npgsql log failing commands with all parameters: whole messages of strangers. What failed is logged by whoever asked for it.
        builder.Logging.AddFilter("Marten", LogLevel.None).AddFilter("Npgsql", LogLevel.None);
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = Json.Wire.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = Json.Wire.NumberHandling;
            json.SerializerOptions.Encoder = Json.Wire.Encoder;
            foreach (var converter in Json.Wire.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        return builder.AddGatehouseTelemetry();
    }
}
