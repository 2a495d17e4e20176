namespace Gatehouse.Local;

/// <summary>The servers that the services need: those that were named, and private ones, kept running, for the others.</summary>
public sealed class PrivateServers : IAsyncDisposable
{
    private readonly PlatformSettings settings;
    private readonly TimeProvider time;
    private readonly Action<string> report;
    private readonly List<IServer> own = [];
    private readonly List<SupervisedProcess> processes = [];
    private readonly TaskCompletionSource postgresAnswers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="StartRefusedException">A port is taken.</exception>
    public PrivateServers(PlatformSettings settings, TimeProvider time, Action<string> report)
    {
        (this.settings, this.time, this.report) = (settings, time, report);
        var ports = settings.Ports;
        Postgres = settings.PostgresUrl ?? Own(PostgresHere(), ports.Postgres);
        RabbitMq = settings.RabbitMqUrl ?? Own(RabbitMqHere(), ports.Amqp, ports.RabbitDistribution, ports.Epmd);
    }

    /// <summary>How clients reach PostgreSQL, credentials included.</summary>
    public string Postgres { get; }

    /// <summary>How clients reach RabbitMQ, credentials included.</summary>
    public string RabbitMq { get; }

    public IReadOnlyList<SupervisedProcess> Processes => processes;

    /// <summary>Ends when PostgreSQL answers, which is long before RabbitMQ does: services can start meanwhile, and wait for the broker themselves.</summary>
    public Task PostgresAnswers => postgresAnswers.Task;

    /// <summary>Returns when both answer.</summary>
    /// <exception cref="StartRefusedException">One cannot run here.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        await Task.WhenAll(own.Select(s => s.PrepareAsync(cancel)));
        foreach (var server in own)
        {
            // What need not last need not be written out in good order either.
            var launch = settings.Durable ? server.Launch : server.Launch with { StopSignal = Signal.Kill };
            processes.Add(SupervisedProcess.Start(launch, time, report));
        }

        var patience = new Patience(time, report);
        await Task.WhenAll(
            AwaitPostgresAsync(patience, cancel),
            patience.AwaitAsync($"RabbitMQ at {new Uri(RabbitMq).Authority}", LogOf("rabbitmq"), Answering.RabbitMqAsync(RabbitMq, cancel)));
    }

    private async Task AwaitPostgresAsync(Patience patience, CancellationToken cancel)
    {
        await patience.AwaitAsync($"PostgreSQL at {new Uri(Postgres).Authority}", LogOf("postgres"), Answering.PostgresAsync(Postgres, cancel));
        postgresAnswers.SetResult();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(processes.Select(p => p.DisposeAsync().AsTask()));

    private static bool ContainersOnly => Environment.GetEnvironmentVariable("GATEHOUSE_SERVERS") == "docker";

    private IServer PostgresHere() => PostgresInstallation.IsThere && !ContainersOnly
        ? new PrivatePostgres(settings.Data, settings.Ports.Postgres, settings.Durable)
        : new PostgresContainer(settings.Data, settings.Ports.Postgres, settings.Durable);

    private IServer RabbitMqHere() => RabbitMqInstallation.Programs is not null && !ContainersOnly
        ? new PrivateRabbitMq(settings.Data, settings.Ports)
        : new RabbitMqContainer(settings.Data, settings.Ports.Amqp);

    private string? LogOf(string name) => own.Any(s => s.Name == name) ? settings.Data.Log(name) : null;

    private string Own(IServer server, params int[] ports)
    {
        PortHolder.MustBeFree(ports);
        own.Add(server);
        return server.Url;
    }
}
