using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Local.Tests;

public class ServerSettingsTests
{
    private const long Gibibyte = 1L << 30;

    [Test]
    public void A_database_keeps_what_it_has_confirmed() =>
        Assert.That(PostgresSettings.Of(1, Gibibyte, durable: true), Is.SupersetOf((string[])["fsync=on", "full_page_writes=on", "synchronous_commit=on"]));

    [TestCase(1, "256MB")]
    [TestCase(8, "512MB")]
    [TestCase(256, "1024MB")]
    public void Its_buffers_follow_the_memory_within_bounds(long gibibytes, string buffers) =>
        Assert.That(PostgresSettings.Of(1, gibibytes * Gibibyte, durable: true), Does.Contain($"shared_buffers={buffers}"));

    [Test]
    public void It_listens_on_loopback_only() =>
        Assert.That(PostgresSettings.Of(5, Gibibyte, durable: true), Is.SupersetOf((string[])["listen_addresses=127.0.0.1", "port=5", "unix_socket_directories="]));

    [Test]
    public void RabbitMq_has_one_user_whose_password_is_not_written_down()
    {
        var definitions = JsonDocument.Parse(RabbitMqSettings.Definitions("u", Password.RabbitMqHash("secret"), unlimitedDelivery: false)).RootElement;

        var user = definitions.GetProperty("users").EnumerateArray().Single();
        var hash = Convert.FromBase64String(user.GetProperty("password_hash").GetString()!);
        Assert.That(user.GetProperty("name").GetString(), Is.EqualTo("u"));
        Assert.That(hash[4..], Is.EqualTo(SHA256.HashData([.. hash[..4], .. Encoding.UTF8.GetBytes("secret")])));
    }

    [Test]
    public void From_version_4_on_no_message_is_dropped_for_having_been_delivered_often()
    {
        var policy = JsonDocument.Parse(RabbitMqSettings.Definitions("u", "h", unlimitedDelivery: true)).RootElement.GetProperty("policies")[0];

        Assert.That(policy.GetProperty("definition").GetProperty("delivery-limit").GetInt32(), Is.EqualTo(-1));
        Assert.That(RabbitMqInstallation.Major("/usr/lib/rabbitmq/lib/rabbitmq_server-4.1.2/sbin"), Is.EqualTo(4));
    }

    [TestCase("postgresql://u:p%40ss@h:5/d", "Host=h;Port=5;Username=u;Password=p@ss;Database=d")]
    [TestCase("postgres://u@h", "Host=h;Port=5432;Username=u;Database=gatehouse")]
    public void A_database_url_is_read(string url, string connectionString) =>
        Assert.That(PostgresUrl.ConnectionString(url), Is.EqualTo(connectionString));
}
