using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Hosting;
using Gatehouse.Platform.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Projections.Tests;

/// <summary>The OpenAPI document against the code, and against itself. What services answer is checked in Platform.Tests.</summary>
internal sealed class ApiDocumentTests
{
    private static readonly JsonObject Document = JsonNode.Parse(ApiDocument.Json.GetRawText())!.AsObject();
    private static readonly JsonSchemas Schemas = new(Document);
    private static readonly IReadOnlyList<ApiOperation> Operations = ApiOperation.All(Document);

    [Test]
    public async Task Every_endpoint_is_in_it_and_every_operation_is_an_endpoint()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Gatehouse:Postgres", "postgresql://user:password@127.0.0.1:1/none"), new("Gatehouse:RabbitMq", "amqp://127.0.0.1:1"),
            new("Gatehouse:IngestUrl", "http://127.0.0.1:1"), new("Gatehouse:GatingUrl", "http://127.0.0.1:1"),
        ]);
        builder.AddGatehouseStore().AddWeb().AddQuery().AddLive().AddFeeds().AddForward();
        await using var app = builder.Build();
        app.MapQuery().MapLive().MapFeeds().MapForward();
        var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (e, method) => $"{method} {e.RoutePattern.RawText}");

        // These are every service's, and the same everywhere.
        Assert.That(mapped, Is.EquivalentTo(Operations.Select(o => o.ToString()).Except(["GET /health/live", "GET /health/ready", "GET /metrics"])));
    }

    [Test]
    public void Every_operation_is_described_and_its_path_is_that_of_its_parameters()
    {
        Assert.That(Operations.Select(o => (string)o.Json["operationId"]!), Is.Unique);
        var tags = Document["tags"]!.AsArray().Select(t => (string)t!["name"]!).ToList();
        using var all = Assert.EnterMultipleScope();
        foreach (var operation in Operations)
        {
            Assert.That((string?)operation.Json["summary"], Is.Not.Empty, $"{operation}");
            Assert.That(tags, Does.Contain((string)operation.Json["tags"]!.AsArray().Single()!), $"{operation}");
            Assert.That(operation.Parameters.Where(p => p.In == "path").Select(p => p.Name), Is.EquivalentTo(Regex.Matches(operation.Path, @"\{(\w+)\}").Select(m => m.Groups[1].Value)), $"{operation}");
            Assert.That(operation.Json["responses"]!.AsObject().Select(r => (string?)Schemas.Resolve(r.Value!)["description"]), Is.All.Not.Empty, $"{operation}");
            Assert.That(operation.Method != "GET", Is.EqualTo(operation.Json["security"] is not null), $"{operation}");
            // Whoever is asked who they are can be told that they are nobody, or may not.
            Assert.That(operation.Json["security"] is not null, Is.EqualTo(operation.Json["responses"]!["401"] is not null), $"{operation}");
            var permission = ((string?)operation.Json["description"])?.StartsWith("Permission: ", StringComparison.Ordinal) == true;
            Assert.That(operation.Json["responses"]!["403"] is not null, Is.EqualTo(permission), $"{operation}");
        }
    }

    [Test]
    public void Every_reference_leads_somewhere() => Assert.That(All(Document).Where(n => n is JsonObject o && o.ContainsKey("$ref")).Select(n => Schemas.Resolve(n)), Is.All.Not.Null);

    [Test]
    public void Every_example_is_valid()
    {
        var examples = 0;
        using var all = Assert.EnterMultipleScope();
        foreach (var described in All(Document).OfType<JsonObject>().Where(o => o.ContainsKey("example") && o.ContainsKey("schema")))
        {
            examples++;
            Assert.That(Schemas.Errors(described["example"], described["schema"]!), Is.Empty, described.ToJsonString());
        }

        Assert.That(examples, Is.GreaterThan(20));
    }

    [TestCase("""{ "items": [], "next": 1 }""", "rejection_list")]
    [TestCase("""{ "items": [] }""", "rejection_list")]
    [TestCase("""{ "file": "a", "line": -1, "message": "m" }""", "policy_error")]
    [TestCase("""{ "file": "a", "line": 1, "message": "m", "more": 1 }""", "policy_error")]
    [TestCase("""{ "alias": "A", "time": "2026-11-22T10:00:00Z" }""", "update")]
    public void The_check_finds_what_is_wrong(string json, string schema) =>
        Assert.That(Schemas.Errors(JsonNode.Parse(json), Document["components"]!["schemas"]![schema]!), Is.Not.Empty);

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject some => some.SelectMany(field => All(field.Value)).Prepend(some),
        JsonArray list => list.SelectMany(All).Prepend(list),
        null => [],
        _ => [node],
    };
}
