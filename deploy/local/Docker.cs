using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Local;

/// <summary>What running a server in a container has in common for both.</summary>
internal static class Docker
{
    /// <summary>The container's name: of one server of one data folder, so that a leftover is found and a stranger never.</summary>
    public static string ContainerName(DataFolder data, string server) =>
        $"gatehouse-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Path)))[..12]}-{server}";

    /// <summary>The image that the variable names, or the usual one.</summary>
    public static string Image(string server, string otherwise) =>
        Environment.GetEnvironmentVariable($"GATEHOUSE_{server.ToUpperInvariant()}_IMAGE") is { Length: > 0 } image ? image : otherwise;

    /// <summary>
    /// Runs the container in the foreground, for as long as the client lives, which passes signals on to it. A container of that name whose
    /// client was killed is removed first.
    /// </summary>
    public static IReadOnlyList<string> Run(string container, IEnumerable<string> options) =>
        ["sh", "-c", "docker rm --force \"$0\" >/dev/null 2>&1; exec docker run --rm --name \"$0\" \"$@\"", container, .. AsCaller, .. options];

    /// <summary>The pid, on this machine, of the process with that name in the container; null while there is none.</summary>
    public static async Task<int?> WorkerAsync(string container, string process, CancellationToken cancel)
    {
        var (exitCode, output) = await Tool.RunAsync(["docker", "inspect", "--format", "{{.State.Pid}}", container], cancel);
        if (exitCode != 0 || !int.TryParse(output, CultureInfo.InvariantCulture, out var first) || first == 0)
        {
            return null;
        }

        // The first process of a container may be a script that waits for the one that does the work.
        var all = ProcessIdentity.All().ToList();
        var family = new List<ProcessIdentity>(all.Where(p => p.Pid == first));
        for (var i = 0; i < family.Count; i++)
        {
            family.AddRange(all.Where(p => p.Parent == family[i].Pid));
        }

        return family.Where(p => p.Name == process).Select(p => (int?)p.Pid).FirstOrDefault();
    }

    // Root leaves it to the image, which knows its own user; anybody else would find files in the data folder that are not theirs to delete.
    private static IEnumerable<string> AsCaller =>
        Environment.IsPrivilegedProcess ? [] : ["--user", $"{UserId.Effective}:{UserId.EffectiveGroup}"];
}
