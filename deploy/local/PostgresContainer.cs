using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Local;

/// <summary>A PostgreSQL of our own in a container, for machines without its programs. Its cluster lies in the data folder.</summary>
public sealed partial class PostgresContainer(DataFolder data, int port, bool durable = true) : IServer
{
    private const string Home = "/var/lib/gatehouse";
    private readonly string container = Docker.ContainerName(data, "postgres");
    private readonly string password = Password.Of(data, "postgres");

    public string Name => "postgres";

    public string Url => string.Create(CultureInfo.InvariantCulture, $"postgresql://{PrivatePostgres.User}:{password}@127.0.0.1:{port}/{PrivatePostgres.Database}");

    public Launch Launch => new()
    {
        Name = Name,
        Command = Docker.Run(container, [
            "--publish", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}:5432"),
            "--volume", $"{Path.Combine(data.Path, "postgres-container")}:{Home}",
            "--shm-size", "256m",
            // Named without a value, these are taken from the client's environment: no password on a command line.
            .. Environment.Keys.Where(name => name != Leftovers.Mark).SelectMany(name => (string[])["--env", name]),
            Image, "postgres",
            .. Settings.SelectMany(s => (string[])["-c", s])]),
        Environment = Environment,
        LogFile = data.Log(Name),
        WorkingFolder = "/",
        StopSignal = Signal.Interrupt,
        StopWait = TimeSpan.FromSeconds(20),
        Worker = cancel => Docker.WorkerAsync(container, "postgres", cancel),
    };

    private string Image => Docker.Image(Name, "postgres:17");

    private Dictionary<string, string> Environment => new()
    {
        [Leftovers.Mark] = data.Path,
        ["POSTGRES_USER"] = PrivatePostgres.User,
        ["POSTGRES_PASSWORD"] = password,
        ["POSTGRES_DB"] = PrivatePostgres.Database,
        ["POSTGRES_INITDB_ARGS"] = "--encoding=UTF8 --locale=C --data-checksums",
        ["PGDATA"] = $"{Home}/cluster",
    };

    // In there it listens as the image wants it; what is published on this machine is loopback only.
    private IEnumerable<string> Settings => PostgresSettings.Of(port, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Major(Image), durable)
        .Where(s => s.Split('=')[0] is not ("listen_addresses" or "port" or "unix_socket_directories"))
        .Append("listen_addresses=*");

    /// <summary>The major version that an image's tag begins with; 0 where it names none.</summary>
    public static int Major(string image) => Tag().Match(image) is { Success: true } tag ? int.Parse(tag.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    public Task PrepareAsync(CancellationToken cancel)
    {
        data.Make("postgres-container");
        return Task.CompletedTask;
    }

    [GeneratedRegex(@":(\d{1,3})(?:[.-][^/]*)?$")]
    private static partial Regex Tag();
}
