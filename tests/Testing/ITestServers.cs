namespace Gatehouse.Testing;

/// <summary>A running PostgreSQL and RabbitMQ of the tests' own: in containers, or as programs of this machine.</summary>
internal interface ITestServers : IAsyncDisposable
{
    /// <summary>The URL of some database there, by a user who may make others.</summary>
    string Postgres { get; }

    /// <summary>The URL of the default virtual host.</summary>
    string RabbitMq { get; }

    /// <summary>The pid of each, by name, of those that are processes of this machine's own.</summary>
    IReadOnlyDictionary<string, int> Processes { get; }

    /// <summary>Hands definitions to <c>rabbitmqctl import_definitions</c>.</summary>
    Task ImportAsync(string definitions);
}
