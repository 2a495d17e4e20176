using System.Globalization;

namespace Gatehouse.Local;

/// <summary>The PostgreSQL programs on this machine, of whatever major version.</summary>
public static class PostgresInstallation
{
    private const string Home = "/usr/lib/postgresql";

    public static bool IsThere => Installed().Any();

    /// <summary>The folder of the programs: of the version that made <paramref name="cluster"/> if that is there, else of the newest. Null: none.</summary>
    public static string? Programs(string cluster)
    {
        var versionFile = Path.Combine(cluster, "PG_VERSION");
        var made = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var installed = Installed().ToList();
        return made is null
            ? installed.OrderByDescending(i => i.Major).FirstOrDefault().Programs
            : installed.FirstOrDefault(i => i.Major.ToString(CultureInfo.InvariantCulture) == made).Programs
              ?? throw new StartRefusedException($"The database in {cluster} was made by PostgreSQL {made}, which is not installed. Install it (apt-get install postgresql-{made}), or give another --data.");
    }

    /// <summary>The major version that the programs' folder names; 0 where it names none.</summary>
    public static int Major(string programs) =>
        int.TryParse(Path.GetFileName(Path.GetDirectoryName(programs)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IEnumerable<(int Major, string Programs)> Installed() =>
        from folder in Directory.Exists(Home) ? Directory.EnumerateDirectories(Home) : []
        let programs = Path.Combine(folder, "bin")
        where File.Exists(Path.Combine(programs, "initdb")) && File.Exists(Path.Combine(programs, "postgres"))
        let major = Major(programs)
        where major > 0
        select (major, programs);
}
