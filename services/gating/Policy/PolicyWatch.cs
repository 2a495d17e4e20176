using System.Diagnostics.Metrics;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>
/// Puts the folder's policies in force: when this replica begins to lead, and whenever the folder has changed and come to rest. A folder with a
/// mistake is refused as a whole, which is said once; what is in force stays. It looks at contents again and again, since mounted folders
/// tell nobody of changes, and their files' times are those of links.
/// </summary>
public sealed class PolicyWatch : ILeaderWork
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly PolicyFolder folder;
    private readonly PoliciesInForce inForce;
    private readonly ILogger<PolicyWatch> log;
    private volatile Settling settling = new();
    private volatile int refused;

    public PolicyWatch(PolicyFolder folder, PoliciesInForce inForce, ILogger<PolicyWatch> log)
    {
        (this.folder, this.inForce, this.log) = (folder, inForce, log);
        Meters.Gatehouse.CreateObservableGauge(
            "gatehouse.policies.refused", () => new Measurement<int>(refused), description: "Mistakes in the policy folder as it lies there: older policies are in force");
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
                await TakeAsync(look, leading);
            }
        }
        while (await timer.WaitForNextTickAsync(leading));
    }

    /// <summary>Puts the folder in force as it lies there now, however new that is. Either there are errors, or there is a set.</summary>
    public async Task<(PolicySet? Set, IReadOnlyList<PolicyError> Errors, bool Changed)> ReloadAsync(CancellationToken cancellation)
    {
        var look = folder.Look();
        var (set, errors) = folder.Read(look);
        refused = errors.Count;
        if (set is null)
        {
            return (null, errors, false);
        }

        settling.Take(look.Stamp);
        return (set, errors, await inForce.PutAsync(set, cancellation));
    }

    private async Task TakeAsync(PolicyLook look, CancellationToken cancellation)
    {
        var (set, errors) = folder.Read(look);
        refused = errors.Count;
        if (set is not null)
        {
            await inForce.PutAsync(set, cancellation);
            return;
        }

        log.LogError("Policies are refused, the old ones stay in force: {Errors}", string.Join("; ", errors));
    }
}
