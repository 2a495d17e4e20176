namespace Gatehouse.Local;

/// <summary>What one installation on this machine is made of.</summary>
public sealed record PlatformSettings
{
    public required DataFolder Data { get; init; }

    public required Ports Ports { get; init; }

    /// <summary>How many of each service run at once, at most <see cref="Ports.MostReplicas"/>.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The folder of YAML files that gating reads.</summary>
    public required string Policies { get; init; }

    /// <summary>A PostgreSQL that runs already; null: a private one.</summary>
    public string? PostgresUrl { get; init; }

    /// <summary>A RabbitMQ that runs already; null: a private one.</summary>
    public string? RabbitMqUrl { get; init; }

    /// <summary>False only for tests of logic, see <see cref="PostgresSettings"/>.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The kinds of services that run; null: all three. For measuring one of them alone.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>More environment for the three services.</summary>
    public IReadOnlyDictionary<string, string> ServiceEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the services' assemblies lie: beside the supervisor.</summary>
    public string Services { get; init; } = AppContext.BaseDirectory;
}
