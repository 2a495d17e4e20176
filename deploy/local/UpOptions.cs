namespace Gatehouse.Local;

/// <summary>What was asked of <c>deploy/up</c>.</summary>
public sealed record UpOptions(string Data, Ports Ports, string Policies, string? Postgres, string? RabbitMq, int Replicas, bool Demo);
