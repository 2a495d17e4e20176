using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Gating;

/// <summary>
/// Puts the folder's policies in force: when this replica begins to lead, and whenever the folder has changed and come to rest. A folder with a
/// mistake, or that asks less of a gate that waits, is refused as a whole, which is said once; what is in force stays. It looks at contents again and
/// again, since mounted folders tell nobody of changes, and their files' times are those of links.
/// </summary>
public sealed class PolicyWatch : ILeaderWork, IHealthCheck
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly PolicyFolder folder;
    private readonly PoliciesInForce inForce;
    private readonly ILogger<PolicyWatch> log;
    private volatile Settling settling = new();
    private volatile IReadOnlyList<string> refused = [];

    public PolicyWatch(PolicyFolder folder, PoliciesInForce inForce, ILogger<PolicyWatch> log)
    {
        (this.folder, this.inForce, this.log) = (folder, inForce, log);
        Meters.Gatehouse.CreateObservableGauge(
            "gatehouse.policies.refused",
            () => new Measurement<int>(refused.Count),
            description: "Why the policy folder as it lies there is refused: mistakes, or gates that wait and of which it asks less. Older policies are in force");
    }

    public string Name => "policies";

    public async Task RunAsync(CancellationToken leading)
    {
        settling = new Settling();
        using var timer = new PeriodicTimer(Every);
        do
        {
            var look = folder.Look();
            if (settling.IsNew(look.Stamp))
            {
                Note(await PutAsync(look, ReloadRequest.ByItself, leading));
            }
        }
        while (await timer.WaitForNextTickAsync(leading));
    }

    /// <summary>Puts the folder in force as it lies there now, however new that is.</summary>
    public async Task<ReloadOutcome> ReloadAsync(ReloadRequest request, CancellationToken cancellation)
    {
        var look = folder.Look();
        var outcome = await PutAsync(look, request, cancellation);
        if (!request.DryRun && outcome is not ReloadOutcome.Another)
        {
            settling.Take(look.Stamp);
            Note(outcome);
        }

        return outcome;
    }

    /// <summary>Healthy, since the older policies hold; degraded while the folder is refused, with every reason.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(refused is { Count: > 0 } reasons
            ? HealthCheckResult.Degraded($"the policy folder is refused, the old set is in force: {string.Join("; ", reasons)}")
            : HealthCheckResult.Healthy());

    private async Task<ReloadOutcome> PutAsync(PolicyLook look, ReloadRequest request, CancellationToken cancellation)
    {
        var (set, errors) = folder.Read(look);
        return set is null ? new ReloadOutcome.Mistaken(errors) : await inForce.PutAsync(set, request, cancellation);
    }

    private void Note(ReloadOutcome outcome)
    {
        switch (outcome)
        {
            case ReloadOutcome.Mistaken { Errors: var errors }:
                refused = [.. errors.Select(e => e.ToString())];
                log.LogError("Policies are refused, the old ones stay in force: {Errors}", string.Join("; ", errors));
                break;
            case ReloadOutcome.AsksLess { Gates: var gates }:
                refused = [.. gates.Select(g => g.ToString())];
                log.LogError(
                    "Policies are refused, the old ones stay in force: they ask less of gates that wait: {Gates}. Put them right, or put them in force by "
                    + "POST /api/v1/policies/reload?release=true",
                    string.Join("; ", gates));
                break;
            case ReloadOutcome.InForce:
                refused = [];
                break;
        }
    }
}
