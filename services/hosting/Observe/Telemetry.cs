using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gatehouse.Hosting;

/// <summary>Traces and metrics. Prometheus always, at <c>/metrics</c>; OTLP where the standard variables name a collector.</summary>
public static class Telemetry
{
    public static WebApplicationBuilder AddGatehouseTelemetry(this WebApplicationBuilder builder)
    {
        var collected = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("gatehouse-" + builder.Environment.ApplicationName))
            .WithMetrics(metrics => Export(metrics
                .AddMeter(Meters.Name)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter(), collected));

        // Spans cost even if nobody collects them.
        if (collected)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Trace.Source.Name)
                .AddAspNetCoreInstrumentation(web => web.Filter = context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
            if (Settings.Text(builder.Configuration, "TraceSql") is not null)
            {
                telemetry.WithTracing(traces => traces.AddNpgsql());
            }
        }

        return builder;
    }

    private static void Export(MeterProviderBuilder metrics, bool collected)
    {
        if (collected)
        {
            metrics.AddOtlpExporter();
        }
    }
}
