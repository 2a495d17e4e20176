using Gatehouse.Local;

namespace Gatehouse.Testing;

/// <summary>The whole platform as real processes, run by the same supervisor as <c>deploy/up</c> runs it.</summary>
public sealed class Suite : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);
    private readonly TestFolder folder;
    private readonly LocalPlatform platform;

    private Suite(TestFolder folder, LocalPlatform platform)
    {
        (this.folder, this.platform) = (folder, platform);
        Http = new HttpClient { BaseAddress = new Uri(platform.Endpoints.Http) };
    }

    /// <summary>Where everything is, as of now: a pid changes with each restart.</summary>
    public Endpoints Endpoints => platform.Endpoints;

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

        var platform = new LocalPlatform(new PlatformSettings
        {
            Data = folder.Data,
            Ports = Ports.Free(),
            Policies = policies,
            PostgresUrl = options.Store?.Postgres,
            RabbitMqUrl = options.Store?.RabbitMq,
            ServiceEnvironment = options.Environment,
        }, TimeProvider.System, Console.Error.WriteLine);
        using var patience = new CancellationTokenSource(StartsWithin);
        try
        {
            await platform.StartAsync(patience.Token);
            return new(folder, platform);
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
        Signals.Send(killed, Signal.Kill);
        return Eventually.TrueAsync(() => Endpoints.Processes[name] != killed, $"{name} is started again");
    }

    /// <summary>Returns when all three services say that they are ready.</summary>
    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(StartsWithin);
        string[] services = [Endpoints.Http, Endpoints.IngestHttp, Endpoints.GatingHttp];
        await Task.WhenAll(services.Select(url => Answering.ServiceAsync(url, patience.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await platform.DisposeAsync();
        await folder.DisposeAsync();
    }
}
