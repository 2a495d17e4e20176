namespace Gatehouse.Local;

/// <summary>
/// The whole platform on this machine: PostgreSQL and RabbitMQ unless they exist already, and the three services, each a process that is
/// kept running, and the endpoints file that says where they are. Disposing it stops them. Whoever starts it has the <see cref="Occupation"/>
/// of its data folder.
/// </summary>
public sealed class LocalPlatform(PlatformSettings settings, TimeProvider time, Action<string> report) : IAsyncDisposable
{
    private readonly List<SupervisedProcess> services = [];
    private PrivateServers? servers;
    private EndpointsFile? endpoints;

    /// <summary>Where everything is, as of now.</summary>
    public Endpoints Endpoints => endpoints?.Current ?? throw new InvalidOperationException("The platform is not ready yet.");

    /// <summary>Starts everything and returns when all of it is ready.</summary>
    /// <exception cref="StartRefusedException">It cannot run as asked.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        var data = settings.Data;
        File.Delete(data.Endpoints);

        var all = GatehouseService.All(settings.Ports, settings.Replicas).Where(s => settings.Only?.Contains(s.Kind) ?? true).ToList();
        PortHolder.MustBeFree([.. all.Select(s => s.Port)]);
        servers = new PrivateServers(settings, time, report);
        var starting = servers.StartAsync(cancel);
        // One that cannot start ends the start at once.
        await await Task.WhenAny(starting, servers.PostgresAnswers);
        foreach (var service in all)
        {
            services.Add(SupervisedProcess.Start(service.Launch(settings, servers.Postgres, servers.RabbitMq), time, report));
        }

        await starting;
        report("PostgreSQL and RabbitMQ are ready");

        var patience = new Patience(time, report);
        await Task.WhenAll(all.Select(s => patience.AwaitAsync(s.Name, data.Log(s.Name), Answering.ServiceAsync(s.BaseUrl, cancel))));
        endpoints = EndpointsFile.Start(settings, servers, services, time);
    }

    public async ValueTask DisposeAsync()
    {
        if (endpoints is not null)
        {
            await endpoints.DisposeAsync();
        }

        // Services first: what they were doing still finds its servers.
        await Task.WhenAll(services.Select(s => s.DisposeAsync().AsTask()));
        if (servers is not null)
        {
            await servers.DisposeAsync();
        }
    }
}
