using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Hosting;

/// <summary>Not ready while the broker does not take what this replica has to say.</summary>
internal sealed class PublisherHealth(BusPublisher bus, Leader leader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(leader.IsLeading && bus.Trouble is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
