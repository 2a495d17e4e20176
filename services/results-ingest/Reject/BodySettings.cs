using System.Globalization;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>How long, and how many, bodies of rejected messages are kept.</summary>
/// <param name="Age">From their arrival; null for ever.</param>
/// <param name="Quota">Bytes of one sender; null without a limit.</param>
internal sealed record BodySettings(TimeSpan? Age, long? Quota)
{
    /// <summary>Whether any ever goes.</summary>
    public bool Limits => Age is not null || Quota is not null;

    /// <summary>Reads <c>Gatehouse:Rejections:*</c>.</summary>
    /// <exception cref="SettingException">A value is none.</exception>
    public static BodySettings Read(IConfiguration configuration)
    {
        const string age = "Rejections__BodyAge";
        const string quota = "Rejections__BodyQuota";
        return new BodySettings(
            Given(configuration, age) is not { } text ? null
                : Duration.TryParse(text, out var given) ? given
                : throw new SettingException(Settings.Variable(age), $"off, or an age: {Duration.Expected}", text),
            Given(configuration, quota) is not { } bytes ? null
                : long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most
                : throw new SettingException(
                    Settings.Variable(quota), "off, or how many bytes of each sender are kept, such as 104857600",
                    bytes));
    }

    private static string? Given(IConfiguration configuration, string name) =>
        Settings.Text(configuration, name.Replace("__", ":", StringComparison.Ordinal)) is { } text and not "off"
            ? text
            : null;
}
