using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Local;

/// <summary>The files that configure a private RabbitMQ.</summary>
public static class RabbitMqSettings
{
    /// <param name="address">The address it listens on.</param>
    /// <param name="port">The port it listens on.</param>
    /// <param name="definitions">The path of the file with <see cref="Definitions"/>.</param>
    public static string Configuration(string address, int port, string definitions) => string.Create(CultureInfo.InvariantCulture, $"""
        listeners.tcp.default = {address}:{port}
        load_definitions = {definitions}
        disk_free_limit.absolute = 50MB
        log.console = true
        log.console.level = info
        log.connection.level = warning
        log.file = false

        """);

    /// <summary>
    /// User, virtual host and permissions, loaded at each start. Where definitions are given, RabbitMQ makes no guest user.
    /// </summary>
    /// <param name="user">The only user.</param>
    /// <param name="passwordHash">See <see cref="Password.RabbitMqHash"/>.</param>
    /// <param name="unlimitedDelivery">
    /// From version 4 on, a quorum queue drops a message after 20 deliveries unless told otherwise; services that are killed again and again
    /// would lose results by that. Version 3 has no limit, and refuses to be told so.
    /// </param>
    public static string Definitions(string user, string passwordHash, bool unlimitedDelivery)
    {
        var account = new { name = user, password_hash = passwordHash, hashing_algorithm = "rabbit_password_hashing_sha256", tags = "administrator" };
        var permission = new { user, vhost = "/", configure = ".*", write = ".*", read = ".*" };
        var policy = new Dictionary<string, object>
        {
            ["vhost"] = "/",
            ["name"] = "no-delivery-limit",
            ["pattern"] = ".*",
            ["apply-to"] = "queues",
            ["priority"] = 0,
            ["definition"] = new Dictionary<string, int> { ["delivery-limit"] = -1 },
        };
        return JsonSerializer.Serialize(new Dictionary<string, object[]>
        {
            ["users"] = [account],
            ["vhosts"] = [new { name = "/" }],
            ["permissions"] = [permission],
            ["policies"] = unlimitedDelivery ? [policy] : [],
        });
    }
}
