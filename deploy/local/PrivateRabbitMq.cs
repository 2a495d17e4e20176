using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Local;

/// <summary>A RabbitMQ of our own: the installed programs, everything it keeps in the data folder, loopback only, one user with a password of its own.</summary>
public sealed class PrivateRabbitMq(DataFolder data, Ports ports) : IServer
{
    public const string User = "gatehouse";
    private readonly string password = Password.Of(data, "rabbitmq");

    public string Name => "rabbitmq";

    public string Url => string.Create(CultureInfo.InvariantCulture, $"amqp://{User}:{password}@127.0.0.1:{ports.Amqp}/");

    public Launch Launch => new()
    {
        Name = Name,
        Command = [Path.Combine(Programs, "rabbitmq-server")],
        Environment = Environment,
        LogFile = data.Log(Name),
        WorkingFolder = data.RabbitMq,
        StopWait = TimeSpan.FromSeconds(30),
    };

    /// <summary>What RabbitMQ's programs, the server and its tools alike, must know to work with this instance and no other.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        [Leftovers.Mark] = data.Path,
        // The cookie lies in the home folder.
        ["HOME"] = data.RabbitMq,
        // The name holds even where the machine's own does not resolve.
        ["RABBITMQ_NODENAME"] = "gatehouse@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = ports.Amqp.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_DIST_PORT"] = ports.RabbitDistribution.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = ports.Epmd.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Inside("db"),
        ["RABBITMQ_LOG_BASE"] = Inside("log"),
        ["RABBITMQ_SCHEMA_DIR"] = Inside("schema"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Inside("schema"),
        ["RABBITMQ_CONFIG_FILE"] = Inside("rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Inside("advanced.config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Inside("rabbitmq-env.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Inside("enabled_plugins"),
        ["RABBITMQ_PID_FILE"] = Inside("rabbitmq.pid"),
        ["RABBITMQ_LOGS"] = "-",
        // The script then becomes the Erlang machine instead of waiting for it: the pid is that of the process that does the work.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        // The port for tools and other nodes stays on loopback too.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };

    private static string Programs => RabbitMqInstallation.Programs ?? throw new StartRefusedException("RabbitMQ is not installed: apt-get install rabbitmq-server");

    public Task PrepareAsync(CancellationToken cancel)
    {
        data.Make("rabbitmq");
        if (!File.Exists(Inside(".erlang.cookie")))
        {
            DataFolder.WriteSecret(Inside(".erlang.cookie"), RandomNumberGenerator.GetHexString(32));
        }

        var definitions = Inside("definitions.json");
        var unlimitedDelivery = RabbitMqInstallation.Major(Programs) >= 4;
        DataFolder.WriteSecret(definitions, RabbitMqSettings.Definitions(User, Password.RabbitMqHash(password), unlimitedDelivery));
        File.WriteAllText(Inside("rabbitmq.conf"), RabbitMqSettings.Configuration("127.0.0.1", ports.Amqp, definitions));
        File.WriteAllText(Inside("enabled_plugins"), "[].\n");
        File.WriteAllText(Inside("rabbitmq-env.conf"), "");
        return Task.CompletedTask;
    }

    /// <summary>Runs <c>rabbitmqctl</c> on this instance. It takes seconds.</summary>
    public Task<string> ControlAsync(IEnumerable<string> arguments, CancellationToken cancel) =>
        Tool.MustRunAsync([Path.Combine(Programs, "rabbitmqctl"), .. arguments], cancel, environment: Environment);

    private string Inside(string name) => Path.Combine(data.RabbitMq, name);
}
