using Gatehouse.Hosting;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>Connections beside that of the bus.</summary>
internal static class BrokerConnections
{
    /// <summary>One that is broken stays so: whoever needs it opens another.</summary>
    public static ConnectionFactory Connections(this RabbitMqSettings broker, TimeSpan patience) => new()
    {
        HostName = broker.Host,
        Port = broker.Port,
        UserName = broker.User,
        Password = broker.Password,
        VirtualHost = broker.VirtualHost,
        Ssl = new SslOption { Enabled = broker.Tls, ServerName = broker.Host },
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = patience,
    };
}
