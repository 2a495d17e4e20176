using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Hosting;

/// <summary>Tables that a service keeps beside the log: DDL that may be run again at any time (<c>create ... if not exists</c>).</summary>
/// <param name="Name">The schema they are in.</param>
/// <param name="Sql">The statements.</param>
public sealed record OwnTables(string Name, string Sql);

public static class OwnTablesRegistration
{
    /// <summary>Has these tables made at start, in the order of registration, after the log's own.</summary>
    public static WebApplicationBuilder AddTables(this WebApplicationBuilder builder, string name, string sql)
    {
        builder.Services.AddSingleton(new OwnTables(name, sql));
        return builder;
    }
}
