using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>Servers that write to the disk what they confirm, an empty store there, and the services over it, which can stop while the servers go on.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly Servers servers;
    private readonly bool owner;
    private Suite? services;

    private Rig(Servers servers, bool owner, Store store) => (this.servers, this.owner, Store) = (servers, owner, store);

    public Store Store { get; private set; }

    /// <summary>The services that run now.</summary>
    public Suite Services => services ?? throw new InvalidOperationException("The services do not run.");

    /// <summary>The policies that the services find when they start.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = Target.Policies;

    /// <summary>The pids of servers and services.</summary>
    public IReadOnlyDictionary<string, int> Processes => services is null
        ? servers.Processes
        : servers.Processes.Concat(services.Endpoints.Processes).ToDictionary(p => p.Key, p => p.Value);

    /// <summary>Starts the servers only.</summary>
    /// <param name="policies">Others than the usual ones.</param>
    public static async Task<Rig> StartAsync(IReadOnlyDictionary<string, string>? policies = null)
    {
        var servers = await Servers.StartDurableAsync();
        return new(servers, owner: true, await servers.NewStoreAsync()) { Policies = policies ?? Target.Policies };
    }

    /// <summary>One more on the same servers, with an empty store of its own. To be disposed before this one.</summary>
    public async Task<Rig> BesideAsync() => new(servers, owner: false, await servers.NewStoreAsync()) { Policies = Policies };

    /// <summary>Returns when they are ready.</summary>
    /// <param name="only">The kinds that run; null: all three.</param>
    public async Task StartServicesAsync(params string[] only) => services = await Suite.StartAsync(new SuiteOptions
    {
        Policies = Policies,
        Store = Store,
        Only = only is [] ? null : only,
    });

    public async Task StopServicesAsync()
    {
        await (services?.DisposeAsync() ?? ValueTask.CompletedTask);
        services = null;
    }

    /// <summary>Stops the services and forgets the store: what starts next finds an empty one.</summary>
    public async Task EmptyAsync()
    {
        await StopServicesAsync();
        Store = await servers.NewStoreAsync();
    }

    /// <summary>A driver of floods through the services.</summary>
    public Task<FloodDrive> DriveAsync(CancellationToken cancel) => FloodDrive.ConnectAsync(Store.RabbitMq, Store.Postgres, cancel);

    public async ValueTask DisposeAsync()
    {
        await StopServicesAsync();
        if (owner)
        {
            await servers.DisposeAsync();
        }
    }
}
