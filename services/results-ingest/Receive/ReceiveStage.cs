using Gatehouse.Hosting;
using MassTransit;

namespace Gatehouse.ResultsIngest;

/// <summary>Stage 1: three queues, one for each kind of fact.</summary>
internal static class ReceiveStage
{
    /// <summary>The queues that it takes from.</summary>
    public static IReadOnlyList<string> Queues { get; } = [QueueOf(Exchanges.Results), QueueOf(Exchanges.Updates), QueueOf(Exchanges.Waivers)];

    public static WebApplicationBuilder AddReceive(this WebApplicationBuilder builder)
    {
        var broker = RabbitMqSettings.Parse(Settings.Variable("RabbitMq"), builder.Configuration["Gatehouse:RabbitMq"]);
        builder.Services.AddSingleton(ReceiveOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<Intake>().AddSingleton(broker).AddSingleton<NewQueues>().AddSingleton<BrokerWatch>()
            .AddHostedService<BusWatch>().AddHostedService<BusPause>();
        // One stack trace for every message that goes back to its queue: why it does is said where that is decided.
        builder.Logging.AddFilter("MassTransit.ReceiveTransport", LogLevel.None);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<DeliveryConsumer>();
            bus.UsingRabbitMq((services, rabbit) =>
            {
                rabbit.Host(broker, builder.Environment.ApplicationName, services.GetRequiredService<BrokerWatch>());
                rabbit.ReceiveKind(services, Kinds.Result, Exchanges.Results);
                rabbit.ReceiveKind(services, Kinds.Update, Exchanges.Updates);
                rabbit.ReceiveKind(services, Kinds.Waiver, Exchanges.Waivers);
            });
        });
        return builder;
    }

    private static void Host(this IRabbitMqBusFactoryConfigurator rabbit, RabbitMqSettings broker, string name, BrokerWatch watch) =>
        rabbit.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, name, host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            // What a frozen replica has been handed waits until the broker has missed two of these. Missing them wrongly costs a delivery more.
            host.Heartbeat(TimeSpan.FromSeconds(2));
            host.OnRefreshConnectionFactory = watch.WaitAsync;
            if (broker.Tls)
            {
                host.UseSsl(ssl => ssl.ServerName = broker.Host);
            }
        });

    private static void ReceiveKind(this IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext services, string kind, string source)
    {
        var options = services.GetRequiredService<ReceiveOptions>();
        var clock = services.GetRequiredService<TimeProvider>();
        rabbit.ReceiveEndpoint(QueueOf(source), endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.PrefetchCount = options.Prefetch;
            endpoint.ConsumerPriority = options.Priority;
            endpoint.ConfigureConsumeTopology = false;
            endpoint.Bind(source, exchange =>
            {
                exchange.ExchangeType = "topic";
                exchange.RoutingKey = "#";
            });

            var watched = new WatchedChannelFilter(QueueOf(source), services.GetRequiredService<WatchedQueues>());
            endpoint.ConfigureChannel(pipe => pipe.UseFilter(watched));
            endpoint.ConfigureReceive(pipe => pipe.UseFilter(new DeliveryFilter(kind, clock)));

            // No error or skipped queue: a refused message is recorded as a rejection, and after an outage a message belongs back in its own queue.
            endpoint.RethrowFaultedMessages();
            endpoint.ThrowOnSkippedMessages();
            endpoint.PublishFaults = false;

            endpoint.ConfigureConsumer<DeliveryConsumer>(services, consumer => consumer.Options<BatchOptions>(batch => batch
                .SetMessageLimit(options.BatchLimit)
                .SetTimeLimit(options.BatchTime)
                .SetConcurrencyLimit(options.Concurrency)
                // Else MassTransit hands out as much as all batches hold, and has as many tasks that all wake up for each message.
                .SetConfigurationCallback((_, _) => { })));
        });
    }

    /// <summary><c>gatehouse.results-ingest.results</c> for <c>gatehouse.results</c>.</summary>
    private static string QueueOf(string source) => source.Replace("gatehouse.", "gatehouse.results-ingest.", StringComparison.Ordinal);
}
