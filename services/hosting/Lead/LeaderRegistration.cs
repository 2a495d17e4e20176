using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Gatehouse.Hosting;

public static class LeaderRegistration
{
    /// <summary>Adds a work that only the leading replica of this service does.</summary>
    public static WebApplicationBuilder AddLeaderWork<TWork>(this WebApplicationBuilder builder) where TWork : class, ILeaderWork
    {
        builder.AddLeader();
        builder.Services.TryAddSingleton<TWork>();
        builder.Services.AddSingleton<ILeaderWork>(services => services.GetRequiredService<TWork>());
        return builder;
    }

    private static void AddLeader(this WebApplicationBuilder builder)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(Leader)))
        {
            return;
        }

        var name = builder.Environment.ApplicationName;
        builder.Services.AddSingleton(services => new Lease(
            // Its own connection with short patience: a database that hangs must not keep a leader believing that it leads.
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(services.GetRequiredService<Settings>().Postgres)
            {
                ApplicationName = name + " lease", MaxPoolSize = 2, Timeout = 2, CommandTimeout = 1, CancellationTimeout = 250,
            }),
            name,
            $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}"));
        builder.Services.AddSingleton<Leader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Leader>());
    }
}
