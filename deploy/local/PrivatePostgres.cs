using System.Globalization;

namespace Gatehouse.Local;

/// <summary>
/// A PostgreSQL of our own: the installed programs, a cluster in the data folder, loopback only, a password of its own. It refuses to run
/// as root, so then it runs as the user that the package made for it.
/// </summary>
public sealed class PrivatePostgres(DataFolder data, int port, bool durable = true) : IServer
{
    public const string Cluster = "cluster";
    public const string User = "gatehouse";
    public const string Database = "gatehouse";
    private const string SystemUser = "postgres";

    private readonly string cluster = Path.Combine(data.Postgres, Cluster);
    private readonly string password = Password.Of(data, "postgres");

    private static bool AsRoot => Environment.IsPrivilegedProcess;

    public string Name => "postgres";

    public string Url => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}:{password}@127.0.0.1:{port}/{Database}");

    public Launch Launch => new()
    {
        Name = Name,
        Command = [.. AsDatabaseUser, Path.Combine(Programs, "postgres"), "-D", cluster,
            .. PostgresSettings.Of(port, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, PostgresInstallation.Major(Programs), durable).SelectMany(s => (string[])["-c", s])],
        Environment = new Dictionary<string, string> { [Leftovers.Mark] = data.Path },
        LogFile = data.Log(Name),
        WorkingFolder = "/",
        // Fast shutdown: clients are thrown out, everything is written.
        StopSignal = Signal.Interrupt,
        StopWait = TimeSpan.FromSeconds(20),
    };

    private static IEnumerable<string> AsDatabaseUser => AsRoot
        ? ["setpriv", $"--reuid={SystemUser}", $"--regid={SystemUser}", "--clear-groups"]
        : [];

    private string Programs => PostgresInstallation.Programs(cluster) ?? throw new StartRefusedException("PostgreSQL is not installed: apt-get install postgresql");

    public async Task PrepareAsync(CancellationToken cancel)
    {
        var programs = Programs;
        data.Make("postgres");
        if (AsRoot)
        {
            await Tool.MustRunAsync(["chown", $"{SystemUser}:", data.Postgres], cancel);
            await MustReachAsync(cancel);
        }

        if (File.Exists(Path.Combine(cluster, "PG_VERSION")))
        {
            return;
        }

        // Made beside its place and then moved there, so that a cluster is whole or not there at all.
        const string Init = """
            set -e; umask 077; cd "$1"; rm -rf fresh "$2"; mkdir fresh; cat >fresh.password
            "$3/initdb" -D "$1/fresh" --username="$4" --pwfile=fresh.password --auth=scram-sha-256 --encoding=UTF8 --locale=C --data-checksums
            rm fresh.password; mv fresh "$2"
            """;
        await Tool.MustRunAsync([.. AsDatabaseUser, "sh", "-c", Init, "sh", data.Postgres, Cluster, programs, User], cancel, password);
    }

    private async Task MustReachAsync(CancellationToken cancel)
    {
        if (await CanAsync("-w", data.Postgres, cancel))
        {
            return;
        }

        var closed = data.Postgres;
        for (var folder = data.Path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            closed = await CanAsync("-x", folder, cancel) ? closed : folder;
        }

        throw new StartRefusedException(
            $"PostgreSQL runs as the user {SystemUser}, who cannot reach {data.Path}: the folder {closed} is closed to that user. "
            + $"Open it (chmod o+x {closed}) or give a --data elsewhere.");
    }

    private static async Task<bool> CanAsync(string access, string folder, CancellationToken cancel) =>
        (await Tool.RunAsync([.. AsDatabaseUser, "test", access, folder], cancel)).ExitCode == 0;
}
