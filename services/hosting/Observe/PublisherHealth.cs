using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Hosting;

/// <summary>Ready once the exchange is there. A broker that goes away later degrades the service: it still folds and answers, and says the rest later.</summary>
internal sealed class PublisherHealth(BusPublisher bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        bus.Trouble is not { } trouble ? HealthCheckResult.Healthy()
        : bus.WasOpen ? HealthCheckResult.Degraded(trouble)
        : HealthCheckResult.Unhealthy(trouble));
}
