namespace Gatehouse.Testing;

/// <summary>A database and a virtual host that nobody has used before.</summary>
/// <param name="Postgres"><c>postgresql://user:password@host:port/database</c></param>
/// <param name="RabbitMq"><c>amqp://user:password@host:port/vhost</c></param>
public sealed record Store(string Postgres, string RabbitMq);
