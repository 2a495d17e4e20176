using Gatehouse.Local;

namespace Gatehouse.Testing;

/// <summary>This machine's own PostgreSQL and RabbitMQ programs, private to the test program. Durable only for figures: a test of logic survives no crash anyway.</summary>
internal sealed class NativeServers(TestFolder folder, PrivateServers servers, PrivateRabbitMq rabbitMq) : ITestServers
{
    public string Postgres => servers.Postgres;

    public string RabbitMq => servers.RabbitMq;

    public IReadOnlyDictionary<string, int> Processes => servers.Processes.Where(p => p.WorkerPid is not null).ToDictionary(p => p.Name, p => p.WorkerPid!.Value);

    /// <param name="durable">Whether it writes to the disk what it confirms.</param>
    public static async Task<NativeServers> StartAsync(bool durable)
    {
        var folder = await TestFolder.MakeAsync();
        var settings = new PlatformSettings { Data = folder.Data, Ports = Ports.Free(), Policies = folder.Data.Path, Durable = durable };
        var servers = new PrivateServers(settings, TimeProvider.System, Console.Error.WriteLine);
        await servers.StartAsync(CancellationToken.None);
        return new(folder, servers, new PrivateRabbitMq(folder.Data, settings.Ports));
    }

    public async Task ImportAsync(string definitions)
    {
        var file = Path.Combine(folder.Data.Path, "import.json");
        await File.WriteAllTextAsync(file, definitions);
        await rabbitMq.ControlAsync(["import_definitions", file], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await servers.DisposeAsync();
        await folder.DisposeAsync();
    }
}
