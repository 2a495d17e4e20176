using System.Globalization;

namespace Gatehouse.Local;

/// <summary>A RabbitMQ of our own in a container, for machines without its programs. What it keeps lies in the data folder.</summary>
public sealed class RabbitMqContainer(DataFolder data, int port) : IServer
{
    private const string Configuration = "/etc/rabbitmq/rabbitmq.conf";
    private const string Definitions = "/etc/rabbitmq/definitions.json";
    private readonly string container = Docker.ContainerName(data, "rabbitmq");
    private readonly string image = Docker.Image("rabbitmq", "rabbitmq:4");
    private readonly string password = Password.Of(data, "rabbitmq");

    public string Name => "rabbitmq";

    public string Url => string.Create(CultureInfo.InvariantCulture, $"amqp://{PrivateRabbitMq.User}:{password}@127.0.0.1:{port}/");

    public Launch Launch => new()
    {
        Name = Name,
        Command = Docker.Run(container, [
            "--publish", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}:5672"),
            "--volume", $"{Inside("db")}:/var/lib/rabbitmq",
            "--volume", $"{Inside("rabbitmq.conf")}:{Configuration}:ro",
            "--volume", $"{Inside("definitions.json")}:{Definitions}:ro",
            "--env", "RABBITMQ_NODENAME=gatehouse@localhost",
            image]),
        Environment = new Dictionary<string, string> { [Leftovers.Mark] = data.Path },
        LogFile = data.Log(Name),
        WorkingFolder = "/",
        StopWait = TimeSpan.FromSeconds(30),
        Worker = cancel => Docker.WorkerAsync(container, "beam.smp", cancel),
    };

    public async Task PrepareAsync(CancellationToken cancel)
    {
        data.Make("rabbitmq-container");
        data.Make(Path.Combine("rabbitmq-container", "db"));
        await File.WriteAllTextAsync(Inside("rabbitmq.conf"), RabbitMqSettings.Configuration("0.0.0.0", 5672, Definitions), cancel);
        // Read by the image's own user; the password in it is a salted hash of 128 random bits.
        await File.WriteAllTextAsync(
            Inside("definitions.json"),
            RabbitMqSettings.Definitions(PrivateRabbitMq.User, Password.RabbitMqHash(password), await MajorAsync(cancel) >= 4),
            cancel);
    }

    /// <summary>The official images say their version in their environment; one that does not is taken for a new one.</summary>
    private async Task<int> MajorAsync(CancellationToken cancel)
    {
        var variables = await Tool.MustRunAsync(["docker", "inspect", "--type", "image", "--format", "{{range .Config.Env}}{{println .}}{{end}}", image], cancel);
        var version = variables.Split('\n').FirstOrDefault(v => v.StartsWith("RABBITMQ_VERSION=", StringComparison.Ordinal))?.Split('=', '.')[1];
        return int.TryParse(version, CultureInfo.InvariantCulture, out var major) ? major : 4;
    }

    private string Inside(string name) => Path.Combine(data.Path, "rabbitmq-container", name);
}
