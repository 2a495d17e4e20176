using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting;

public static class PublishRegistration
{
    /// <summary>Adds a publisher that says what is in the log, on whoever leads.</summary>
    public static WebApplicationBuilder AddLogPublisher<TPublisher>(this WebApplicationBuilder builder) where TPublisher : LogPublisher
    {
        if (!builder.Services.Any(s => s.ServiceType == typeof(BusPublisher)))
        {
            var name = builder.Environment.ApplicationName;
            builder.Services.AddSingleton(services => new BusPublisher(
                services.GetRequiredService<Settings>().RabbitMq, name, services.GetRequiredService<ILogger<BusPublisher>>()));
            builder.Services.AddHostedService<BusOpener>();
            builder.Services.AddHealthChecks().AddCheck<PublisherHealth>("publishing");
        }

        return builder.AddLeaderWork<TPublisher>();
    }
}
