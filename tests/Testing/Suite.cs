using Gatehouse.Local;

namespace Gatehouse.Testing;

/// <summary>The whole platform as real processes, run by the same supervisor as <c>deploy/up</c> runs it.</summary>
public sealed class Suite : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);
    private readonly TestFolder folder;
    private readonly LocalPlatform platform;

    private readonly PrivateRabbitMq rabbitMq;

    private Suite(TestFolder folder, LocalPlatform platform, Ports ports, SuiteOptions options)
    {
        (this.folder, this.platform, rabbitMq) = (folder, platform, new PrivateRabbitMq(folder.Data, ports));
        Services = [.. GatehouseService.All(ports, options.Replicas).Where(s => options.Only?.Contains(s.Kind) ?? true)];
        Http = new HttpClient { BaseAddress = new Uri(platform.Endpoints.Http) };
    }

    /// <summary>Where everything is, as of now: a pid changes with each restart.</summary>
    public Endpoints Endpoints => platform.Endpoints;

    /// <summary>All replicas of all services that run.</summary>
    public IReadOnlyList<GatehouseService> Services { get; }

    /// <summary>A client of the API.</summary>
    public HttpClient Http { get; }

    /// <summary>The folder with its policies and logs.</summary>
    public string Folder => folder.Data.Path;

    /// <summary>Returns when all is ready.</summary>
    public static async Task<Suite> StartAsync(SuiteOptions options)
    {
        var folder = await TestFolder.MakeAsync();
        var policies = folder.Data.Make("policies");
        foreach (var (name, yaml) in options.Policies)
        {
            await File.WriteAllTextAsync(Path.Combine(policies, name), yaml);
        }

        var ports = Ports.Free(options.Replicas);
        var platform = new LocalPlatform(new PlatformSettings
        {
            Data = folder.Data,
            Ports = ports,
            Replicas = options.Replicas,
            Only = options.Only,
            Policies = policies,
            PostgresUrl = options.Store?.Postgres,
            RabbitMqUrl = options.Store?.RabbitMq,
            // An update that no policy asks anything of passes at once, where a test does not say otherwise: tests send one to hear when all before it has
            // been said. A deployment that says nothing makes it wait.
            ServiceEnvironment = options.Environment.Append(new("Gatehouse__NoPolicy", "pass")).DistinctBy(e => e.Key).ToDictionary(),
        }, TimeProvider.System, Console.Error.WriteLine);
        using var patience = new CancellationTokenSource(StartsWithin);
        try
        {
            await platform.StartAsync(patience.Token);
            return new(folder, platform, ports, options);
        }
        catch
        {
            await platform.DisposeAsync();
            await folder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills a process as <c>kill -9</c> does, and returns when the supervisor has started another in its place.</summary>
    /// <param name="name">As in <see cref="Endpoints.Processes"/>.</param>
    public Task KillAsync(string name)
    {
        var killed = Endpoints.Processes[name];
        Signal(name, Local.Signal.Kill);
        return Eventually.TrueAsync(() => Endpoints.Processes[name] != killed, $"{name} is started again");
    }

    /// <summary>Sends a signal to a process: to freeze it, for one.</summary>
    public void Signal(string name, Signal signal) => Signals.Send(Endpoints.Processes[name], signal);

    /// <summary>Runs <c>rabbitmqctl</c> on the suite's own RabbitMQ. It takes seconds.</summary>
    public Task ControlRabbitMqAsync(params string[] arguments) => rabbitMq.ControlAsync(arguments, CancellationToken.None);

    /// <summary>Returns when all replicas of the services say that they are ready.</summary>
    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(StartsWithin);
        try
        {
            await Task.WhenAll(Services.Select(s => Answering.ServiceAsync(s.BaseUrl, patience.Token)));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Not ready within {StartsWithin}:\n{string.Join('\n', await Task.WhenAll(Services.Select(HealthAsync)))}\nlogs: {KeepLogs("not-ready")}");
        }
    }

    /// <summary>Copies the logs to where they outlast the suite, and tells where that is.</summary>
    /// <param name="name">Of the folder, below the checkout's artifacts.</param>
    public string KeepLogs(string name)
    {
        var to = Directory.CreateDirectory(Path.Combine(Checkout.Folder, "artifacts", "logs", name)).FullName;
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Folder, "logs")))
        {
            File.Copy(log, Path.Combine(to, Path.GetFileName(log)), overwrite: true);
        }

        return to;
    }

    private static async Task<string> HealthAsync(GatehouseService service)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(service.BaseUrl + "/health/ready"));
            return $"{service.Name}: {await answer.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return $"{service.Name}: {e.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await platform.DisposeAsync();
        await folder.DisposeAsync();
    }
}
