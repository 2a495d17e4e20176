namespace Gatehouse.Testing;

/// <summary>What a <see cref="Suite"/> is made of.</summary>
public sealed record SuiteOptions
{
    /// <summary>The policy files, by name: <c>["stable.yaml"] = "id: ..."</c>.</summary>
    public required IReadOnlyDictionary<string, string> Policies { get; init; }

    /// <summary>
    /// The servers to use, from <see cref="Servers.NewStoreAsync"/>; null gives the suite its own, durable ones, which take seconds to start
    /// and can be killed.
    /// </summary>
    public Store? Store { get; init; }

    /// <summary>How many of each service run at once.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The kinds of services that run; null: all three.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>More environment for the three services.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
