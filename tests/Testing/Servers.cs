using Gatehouse.Local;

namespace Gatehouse.Testing;

/// <summary>
/// PostgreSQL and RabbitMQ for tests: in containers where a Docker engine answers and has or can pull the images
/// (<c>GATEHOUSE_POSTGRES_IMAGE</c>, <c>GATEHOUSE_RABBITMQ_IMAGE</c>; <c>GATEHOUSE_SERVERS=native</c> forbids them), else this machine's
/// programs in a temporary folder. One pair serves a whole test program; each fixture takes a <see cref="Store"/> of its own.
/// </summary>
public sealed class Servers : IAsyncDisposable
{
    private static readonly Lazy<Task<Servers>> OnePair = new(StartAndStopWithTheProgramAsync);
    private readonly ITestServers servers;
    private readonly VirtualHosts virtualHosts;
    private int databases;

    private Servers(ITestServers servers) => (this.servers, virtualHosts) = (servers, new VirtualHosts(servers));

    /// <summary>The pair that all fixtures of this test program share. Started by whoever asks first, gone when the program ends.</summary>
    public static Task<Servers> SharedAsync() => OnePair.Value;

    /// <summary>A pair that writes to the disk what it confirms, this machine's own, for figures.</summary>
    public static async Task<Servers> StartDurableAsync() => new(await NativeServers.StartAsync(durable: true));

    /// <summary>The pid of each server, by name, for measuring what it consumes; empty where they run in containers.</summary>
    public IReadOnlyDictionary<string, int> Processes => servers.Processes;

    /// <summary>A database and a virtual host that are empty and stay its own.</summary>
    public async Task<Store> NewStoreAsync()
    {
        var database = new UriBuilder(servers.Postgres) { Path = $"test_{Interlocked.Increment(ref databases)}" }.Uri.ToString();
        await Answering.PostgresAsync(database, CancellationToken.None);
        return new(database, await virtualHosts.NextAsync());
    }

    public async ValueTask DisposeAsync()
    {
        virtualHosts.Dispose();
        await servers.DisposeAsync();
    }

    private static async Task<Servers> StartAndStopWithTheProgramAsync()
    {
        var servers = new Servers((ITestServers?)await ContainerServers.TryStartAsync() ?? await NativeServers.StartAsync(durable: false));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => servers.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return servers;
    }
}
