using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Hosting;

/// <summary>Not ready while a fold stands before an event that it cannot get past; says which.</summary>
internal sealed class FoldHealth(LogFold fold, Leader leader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(leader.IsLeading && fold.Failure is FoldException failure
            ? HealthCheckResult.Unhealthy($"stopped {failure.Message}")
            : HealthCheckResult.Healthy(leader.IsLeading ? $"at {fold.Position}" : "another replica leads, or none yet"));
}
