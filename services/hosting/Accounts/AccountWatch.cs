using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting;

/// <summary>
/// Takes up an edited accounts file once it rests, so that an account is given or revoked without a restart. A file
/// with a mistake, or one that went away, changes nothing: the accounts before it hold, which is said once in the log
/// and stays in a metric. It looks at the content again and again, as <c>PolicyWatch</c> does and for the same reason:
/// mounted files tell nobody of changes.
/// </summary>
public sealed class AccountWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly AccountFile file;
    private readonly Authenticator authenticator;
    private readonly TimeProvider clock;
    private readonly ILogger<AccountWatch> log;
    private string taken;
    private string last;
    private volatile int refused;

    /// <param name="first">What the accounts were made of that hold at the start.</param>
    public AccountWatch(AccountFile file, AccountLook first, Authenticator authenticator, TimeProvider clock,
        ILogger<AccountWatch> log)
    {
        (this.file, this.authenticator, this.clock, this.log) = (file, authenticator, clock, log);
        (taken, last) = (first.Stamp, first.Stamp);
        Meters.Gatehouse.CreateObservableGauge(
            "gatehouse.accounts.refused",
            () => new Measurement<int>(refused),
            description: "Mistakes in the accounts file as it lies there: older accounts hold");
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        var look = file.Look();
        // It may be half written: it counts once two looks show the same.
        var rests = look.Stamp == last;
        last = look.Stamp;
        if (!rests || look.Stamp == taken)
        {
            return;
        }

        taken = look.Stamp;
        var (accounts, errors) = look.Read();
        refused = errors.Count;
        if (accounts is null)
        {
            log.LogError("Accounts are refused, the old ones hold: {Errors}", string.Join("; ", errors));
            return;
        }

        authenticator.Take(accounts);
        log.LogInformation("{Count} accounts hold from now on", accounts.All.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
