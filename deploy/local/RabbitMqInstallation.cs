using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Local;

/// <summary>The RabbitMQ programs on this machine.</summary>
public static partial class RabbitMqInstallation
{
    /// <summary>
    /// The folder of the server's own scripts, or null. Not the ones on the path: those insist on the system's user and data.
    /// </summary>
    public static string? Programs => Directory.Exists("/usr/lib/rabbitmq/lib")
        ? Directory.EnumerateDirectories("/usr/lib/rabbitmq/lib", "rabbitmq_server-*")
            .Select(d => Path.Combine(d, "sbin"))
            .LastOrDefault(d => File.Exists(Path.Combine(d, "rabbitmq-server")))
        : null;

    /// <summary>The major version that the scripts' folder names; 0 where it names none.</summary>
    public static int Major(string programs) =>
        VersionFolder().Match(programs) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"rabbitmq_server-(\d+)\.")]
    private static partial Regex VersionFolder();
}
