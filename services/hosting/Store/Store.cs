using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Contracts;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Core;

namespace Gatehouse.Hosting;

/// <summary>The event log and the database under it, the same for every service.</summary>
public static class Store
{
    /// <summary>Adds Marten's store over a shared <see cref="NpgsqlDataSource"/> (<see cref="LogDatabase"/>), another for everybody else, and <see cref="Schema"/> to make its tables.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="frozenFor">How long its transactions may do nothing before PostgreSQL ends them; by default as long as folds need.</param>
    public static WebApplicationBuilder AddGatehouseStore(this WebApplicationBuilder builder, TimeSpan? frozenFor = null)
    {
        var settings = Settings.Read(builder.Configuration, frozenFor);
        var name = builder.Environment.ApplicationName;
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(services => Open(services, name, name, _ => { }));
        builder.Services.AddKeyedSingleton(LogDatabase.Key, (services, key) => Open(services, name, $"{name} {key}", LogDatabase.Configure));
        builder.Services.AddMarten(options => Configure(options, settings)).UseNpgsqlDataSource(LogDatabase.Key).UseLightweightSessions();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Schema>();
        builder.Services.AddSingleton<FoldProgress>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Schema>());
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store", timeout: TimeSpan.FromSeconds(2));
        return builder.AddVersionWatch();
    }

    private static NpgsqlDataSource Open(IServiceProvider services, string application, string name, Action<NpgsqlConnectionStringBuilder> configure)
    {
        var source = new NpgsqlDataSourceBuilder(services.GetRequiredService<Settings>().Postgres) { Name = name };
        source.ConnectionStringBuilder.ApplicationName ??= application;
        configure(source.ConnectionStringBuilder);
        source.ConnectionStringBuilder.SearchPath = string.Join(',', services.GetServices<OwnTables>().Select(t => t.Name));
        source.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
        return source.Build();
    }

    private static void Configure(StoreOptions options, Settings settings)
    {
        options.DatabaseSchemaName = "gatehouse";
        options.AutoCreateSchemaObjects = AutoCreate.None;
        // Marten sets naming and enumerations anew after it has taken our options: said twice, or the log holds PascalCase and numbers.
        options.UseSystemTextJsonForSerialization(Json.MakeStored(), EnumStorage.AsString, Casing.SnakeCase,
            json => json.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)));
        options.DisableNpgsqlLogging = true;

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.UseArchivedStreamPartitioning = settings.ArchivePartition;
        options.Events.UseListenNotifyForEventAppends = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.AddEventTypes(StoredEvents.All);

        // Our own lease says who runs the daemon.
        options.Projections.AsyncMode = DaemonMode.ExternallyManaged;
        // A fold stops at what it cannot read: nothing is ever skipped.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        // Marten drops a notification that comes after its look at the log and before its wait for one. It then looks again after the first of
        // these if it had just found something, else after the second: by default a quarter of a second and a whole one.
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(25);
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(100);
        // A gap left by a rolled-back append holds every fold for this long.
        options.Projections.StaleSequenceThreshold = TimeSpan.FromSeconds(1);
        options.Projections.StopAndDrainTimeout = TimeSpan.FromSeconds(2);
    }
}
