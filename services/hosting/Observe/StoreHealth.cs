using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>Ready once the tables are there and the database answers.</summary>
internal sealed class StoreHealth(Schema schema, NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!schema.IsApplied)
        {
            return HealthCheckResult.Unhealthy(schema.Trouble is { } trouble ? $"the tables are not in place yet: {trouble}" : "the tables are not in place yet");
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.RunAsync("select 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
