using System.Globalization;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>What happens to an update that no policy asks anything of.</summary>
public enum NoPolicy
{
    /// <summary>It passes at once, with the reason <c>no_policy</c>.</summary>
    Pass,

    /// <summary>It waits for a policy, and fails when none came in time.</summary>
    Wait,
}

/// <summary>What the deployment's settings say beside the files of a policy set. It decides, so it is recorded with the set.</summary>
/// <param name="DefaultTimeout">How long a gate waits under a policy that names no timeout, or for a policy. Whole seconds.</param>
/// <param name="DeadlineGrace">How long a deadline stands still at most while results cannot be recorded. Whole seconds.</param>
public sealed record PolicySettings(NoPolicy NoPolicy, TimeSpan DefaultTimeout, TimeSpan DeadlineGrace)
{
    /// <summary>Those of a deployment that sets none of them.</summary>
    public static PolicySettings Default { get; } = new(NoPolicy.Wait, TimeSpan.FromHours(8), TimeSpan.FromMinutes(30));

    /// <summary>Reads <c>Gatehouse__NoPolicy</c>, <c>Gatehouse__DefaultTimeout</c> and <c>Gatehouse__DeadlineGrace</c>.</summary>
    /// <exception cref="SettingException">One of them is malformed.</exception>
    public static PolicySettings Read(IConfiguration configuration) => new(
        Settings.Text(configuration, "NoPolicy") switch
        {
            null => Default.NoPolicy,
            "pass" => NoPolicy.Pass,
            "wait" => NoPolicy.Wait,
            var other => throw new SettingException(Settings.Variable("NoPolicy"), "pass or wait", other),
        },
        Seconds(configuration, "DefaultTimeout") ?? Default.DefaultTimeout,
        Seconds(configuration, "DeadlineGrace") ?? Default.DeadlineGrace);

    // The hash of a set is made of it. The first edition knew no other timeout, and a set that says only what it could say has the hash that it had there:
    // an upgrade alone brings no new set, which gates would have to be planned by.
    public override string ToString() => DefaultTimeout == TimeSpan.FromHours(8) && DeadlineGrace == TimeSpan.FromMinutes(30)
        ? NoPolicy.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{NoPolicy} {DefaultTimeout.TotalSeconds:F0} {DeadlineGrace.TotalSeconds:F0}");

    private static TimeSpan? Seconds(IConfiguration configuration, string name) => Settings.Text(configuration, name) switch
    {
        null => null,
        var text when Duration.TryParse(text, out var duration) && duration.Ticks % TimeSpan.TicksPerSecond == 0 => duration,
        var text => throw new SettingException(Settings.Variable(name), $"whole seconds: {Duration.Expected}", text),
    };
}
