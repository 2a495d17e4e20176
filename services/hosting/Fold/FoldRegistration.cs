using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Hosting;

public static class FoldRegistration
{
    /// <summary>Adds a fold over the log; <paramref name="pageSize"/> is the most events it is handed at once.</summary>
    public static WebApplicationBuilder AddFold<TFold>(this WebApplicationBuilder builder, int pageSize = 1_000) where TFold : LogFold
    {
        builder.Services.AddSingleton<TFold>();
        builder.Services.AddSingleton<LogFold>(services => services.GetRequiredService<TFold>());
        builder.Services.ConfigureMarten((services, options) =>
        {
            var fold = services.GetRequiredService<TFold>();
            options.Events.Subscribe(fold, subscription =>
            {
                subscription.Name = fold.Name;
                subscription.Options.BatchSize = pageSize;
            });
        });
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"fold {typeof(TFold).Name}",
            services => new FoldHealth(services.GetRequiredService<TFold>(), services.GetRequiredService<Leader>()),
            failureStatus: null,
            tags: null));
        if (!builder.Services.Any(s => s.ServiceType == typeof(FoldDaemon)))
        {
            builder.AddLeaderWork<FoldDaemon>();
            builder.Services.AddHostedService<LogMeter>();
        }

        return builder;
    }
}
