namespace Gatehouse.Hosting;

/// <summary>Where the broker is: the parts of an <c>amqp://user:password@host:port/virtual-host</c> URL.</summary>
public sealed record RabbitMqSettings(string Host, int Port, string User, string Password, string VirtualHost, bool Tls)
{
    /// <summary>Parses the URL; an absent path, or a bare slash, is the virtual host <c>/</c>.</summary>
    /// <exception cref="SettingException">It is missing or no such URL.</exception>
    public static RabbitMqSettings Parse(string variable, string? value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("amqp" or "amqps") || url.Host.Length == 0)
        {
            throw new SettingException(variable, "amqp://user:password@host:port/virtual-host", PostgresUrl.Hide(value));
        }

        var tls = url.Scheme == "amqps";
        var login = url.UserInfo.Length == 0 ? ["guest", "guest"] : url.UserInfo.Split(':', 2);
        return new RabbitMqSettings(
            url.Host.Trim('[', ']'),
            url.Port > 0 ? url.Port : tls ? 5671 : 5672,
            Uri.UnescapeDataString(login[0]),
            login.Length > 1 ? Uri.UnescapeDataString(login[1]) : "",
            url.AbsolutePath.Length < 2 ? "/" : Uri.UnescapeDataString(url.AbsolutePath[1..]),
            tls);
    }

    /// <summary>As it may be shown in logs and health.</summary>
    public override string ToString() => $"{(Tls ? "amqps" : "amqp")}://{User}@{Host}:{Port}/{(VirtualHost == "/" ? "" : VirtualHost)}";
}
