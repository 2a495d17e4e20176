using System.Text.Json;

namespace Gatehouse.Local.Tests;

public class EndpointsTests
{
    [Test]
    public void The_file_has_the_names_that_were_promised()
    {
        var endpoints = new Endpoints("http://a", "http://b", "http://c", "amqp://d/", "postgresql://e/f", new Dictionary<string, int> { ["results-ingest"] = 7 });

        var json = JsonDocument.Parse(endpoints.ToJson()).RootElement;

        Assert.That(json.EnumerateObject().Select(p => p.Name), Is.EqualTo((string[])["http", "ingest_http", "gating_http", "amqp", "postgres", "processes"]));
        Assert.That(json.GetProperty("processes").GetProperty("results-ingest").GetInt32(), Is.EqualTo(7));
    }
}
