using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Hosting;

public static class FoldRegistration
{
    /// <summary>Adds a fold over the log.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">The fold's name: the same as it gives itself.</param>
    /// <param name="pageSize">The most events it is handed at once.</param>
    public static WebApplicationBuilder AddFold<TFold>(this WebApplicationBuilder builder, string name, int pageSize = 1_000) where TFold : LogFold
    {
        builder.Services.AddSingleton<TFold>();
        builder.Services.AddSingleton<LogFold>(services => services.GetRequiredService<TFold>());
        builder.Services.ConfigureMarten((services, options) => options.Events.Subscribe(
            new FoldSubscription(services.GetRequiredService<TFold>),
            // Archived events are facts like others: a fold that is begun again takes them, too.
            subscription => (subscription.Name, subscription.Options.BatchSize, subscription.IncludeArchivedEvents) = (name, pageSize, true)));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"fold {name}",
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
