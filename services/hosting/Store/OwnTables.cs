using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// Tables that a service keeps beside the log: DDL that may be run again at any time (<c>create ... if not exists</c>). It names its tables
/// without their schema, so that the same tables can be made elsewhere; a service's connections look for names in its own schemas.
/// </summary>
/// <param name="Name">The schema they are in.</param>
/// <param name="Sql">The statements.</param>
public sealed record OwnTables(string Name, string Sql)
{
    /// <summary>Makes what is not there. Leaves the connection looking for names in their schema.</summary>
    public async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.RunAsync($"create schema if not exists {Name}; set search_path to {Name}", cancellation);
        await connection.RunAsync(Sql, cancellation);
    }
}

public static class OwnTablesRegistration
{
    /// <summary>Has these tables made at start, in the order of registration, after the log's own.</summary>
    public static WebApplicationBuilder AddTables(this WebApplicationBuilder builder, OwnTables tables)
    {
        builder.Services.AddSingleton(tables);
        return builder;
    }
}
