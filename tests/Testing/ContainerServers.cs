using System.Globalization;
using System.Text;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Gatehouse.Testing;

/// <summary>PostgreSQL and RabbitMQ in containers of their own, where a Docker engine answers.</summary>
internal sealed class ContainerServers(PostgreSqlContainer postgres, RabbitMqContainer rabbitMq) : ITestServers
{
    private const string Name = "gatehouse";

    public string Postgres => string.Create(CultureInfo.InvariantCulture, $"postgresql://{Name}:{Name}@{postgres.Hostname}:{postgres.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort)}/{Name}");

    public string RabbitMq => string.Create(CultureInfo.InvariantCulture, $"amqp://{Name}:{Name}@{rabbitMq.Hostname}:{rabbitMq.GetMappedPublicPort(RabbitMqBuilder.RabbitMqPort)}/");

    public IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

    private static string? Wanted => Environment.GetEnvironmentVariable("GATEHOUSE_SERVERS");

    private static bool EngineMayAnswer => File.Exists("/var/run/docker.sock") || Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 };

    /// <summary>Null where no engine answers, or it neither has nor can pull the images.</summary>
    public static async Task<ContainerServers?> TryStartAsync()
    {
        if (Wanted == "native" || (Wanted != "docker" && !EngineMayAnswer))
        {
            return null;
        }

        ContainerServers? servers = null;
        try
        {
            servers = new(
                new PostgreSqlBuilder(Image("POSTGRES", "postgres:17")).WithDatabase(Name).WithUsername(Name).WithPassword(Name).Build(),
                new RabbitMqBuilder(Image("RABBITMQ", "rabbitmq:4")).WithUsername(Name).WithPassword(Name).Build());
            await servers.StartAsync();
            return servers;
        }
        // Whatever keeps Docker from it, there is another way, unless this one was asked for.
        catch (Exception e) when (Wanted != "docker")
        {
            await Console.Error.WriteLineAsync($"No containers ({e.Message}): the tests use this machine's PostgreSQL and RabbitMQ.");
            await (servers?.DisposeAsync() ?? ValueTask.CompletedTask);
            return null;
        }
    }

    public async Task ImportAsync(string definitions)
    {
        // Inside the container.
        const string File = "/tmp/definitions.json";
        await rabbitMq.CopyAsync(Encoding.UTF8.GetBytes(definitions), File);
        var result = await rabbitMq.ExecAsync(["rabbitmqctl", "import_definitions", File]);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"rabbitmqctl import_definitions failed: {result.Stderr}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await rabbitMq.DisposeAsync();
    }

    private static string Image(string server, string otherwise) =>
        Environment.GetEnvironmentVariable($"GATEHOUSE_{server}_IMAGE") is { Length: > 0 } image ? image : otherwise;

    private Task StartAsync() => Task.WhenAll(postgres.StartAsync(), rabbitMq.StartAsync());
}
