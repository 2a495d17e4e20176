using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Local.Tests;

public class ServerSettingsTests
{
    private const long Gibibyte = 1L << 30;

    [Test]
    public void A_database_keeps_what_it_has_confirmed() =>
        Assert.That(PostgresSettings.Of(1, Gibibyte, 15, durable: true), Is.SupersetOf((string[])["fsync=on", "full_page_writes=on", "synchronous_commit=on"]));

    [TestCase(1, "256MB")]
    [TestCase(8, "512MB")]
    [TestCase(256, "1024MB")]
    public void Its_buffers_follow_the_memory_within_bounds(long gibibytes, string buffers) =>
        Assert.That(PostgresSettings.Of(1, gibibytes * Gibibyte, 15, durable: true), Does.Contain($"shared_buffers={buffers}"));

    [TestCase("/usr/lib/postgresql/14/bin", "on")]
    [TestCase("/usr/lib/postgresql/15/bin", "lz4")]
    [TestCase("/opt/pgsql/bin", "on")]
    public void Pages_are_logged_compressed_in_the_fastest_way_that_it_knows(string programs, string compression) =>
        Assert.That(PostgresSettings.Of(1, Gibibyte, PostgresInstallation.Major(programs), durable: true), Does.Contain($"wal_compression={compression}"));

    [TestCase("postgres:17", 17)]
    [TestCase("registry.example.org:5000/postgres:15.4-alpine", 15)]
    [TestCase("registry.example.org:5000/postgres", 0)]
    [TestCase("postgres:latest", 0)]
    [TestCase("postgres@sha256:16a0", 0)]
    public void An_image_names_its_version(string image, int major) => Assert.That(PostgresContainer.Major(image), Is.EqualTo(major));

    [Test]
    public void It_listens_on_loopback_only() =>
        Assert.That(PostgresSettings.Of(5, Gibibyte, 15, durable: true), Is.SupersetOf((string[])["listen_addresses=127.0.0.1", "port=5", "unix_socket_directories="]));

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
