using Npgsql;

namespace Gatehouse.Hosting.Tests;

internal sealed class UrlTests
{
    [Test]
    public void A_postgresql_URL_is_a_connection_string()
    {
        var text = new NpgsqlConnectionStringBuilder(PostgresUrl.Parse("Gatehouse__Postgres", "postgresql://gate:p%40ss@db.example.org:5433/gatehouse?sslmode=require"));

        Assert.That((text.Host, text.Port, text.Database, text.Username, text.Password), Is.EqualTo(("db.example.org", 5433, "gatehouse", "gate", "p@ss")));
        Assert.That(text.SslMode, Is.EqualTo(SslMode.Require));
    }

    [TestCase(null, 5_000)]
    [TestCase(2, 2_000)]
    public void A_transaction_that_does_nothing_is_ended_by_the_server(int? seconds, int milliseconds)
    {
        var text = PostgresUrl.Parse("Gatehouse__Postgres", "postgresql://u:p@h/db", seconds is { } s ? TimeSpan.FromSeconds(s) : null);

        Assert.That(new NpgsqlConnectionStringBuilder(text).Options, Is.EqualTo($"-c idle_in_transaction_session_timeout={milliseconds} -c jit=off"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Host=localhost;Database=x")]
    [TestCase("mysql://u:p@h/db")]
    [TestCase("postgresql://u:p@h")]
    [TestCase("postgresql://u:p@h/db?no_such_keyword=1")]
    public void Anything_else_stops_the_start_and_says_what_was_expected(string? value) =>
        Assert.That(
            () => PostgresUrl.Parse("Gatehouse__Postgres", value),
            Throws.TypeOf<SettingException>().With.Message.StartsWith("Gatehouse__Postgres: expected postgresql://").And.Message.Not.Contains(":p@"));

    [TestCase("amqp://guest:guest@127.0.0.1:5673/", "127.0.0.1", 5673, "/")]
    [TestCase("amqp://guest:guest@broker", "broker", 5672, "/")]
    [TestCase("amqps://u:p@broker/%2Ftests", "broker", 5671, "/tests")]
    [TestCase("amqp://u:p@broker/tests", "broker", 5672, "tests")]
    public void An_amqp_URL_names_a_broker_and_a_virtual_host(string url, string host, int port, string virtualHost)
    {
        var broker = RabbitMqSettings.Parse("Gatehouse__RabbitMq", url);

        Assert.That((broker.Host, broker.Port, broker.VirtualHost), Is.EqualTo((host, port, virtualHost)));
    }

    [Test]
    public void A_broker_is_shown_without_its_password() =>
        Assert.That(RabbitMqSettings.Parse("Gatehouse__RabbitMq", "amqp://u:secret@broker/x").ToString(), Is.EqualTo("amqp://u@broker:5672/x"));

    [TestCase(null)]
    [TestCase("rabbit")]
    [TestCase("http://broker")]
    public void Any_other_broker_stops_the_start(string? value) => Assert.That(() => RabbitMqSettings.Parse("Gatehouse__RabbitMq", value), Throws.TypeOf<SettingException>());
}
