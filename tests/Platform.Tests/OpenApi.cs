using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>The OpenAPI document is what the running services do: parameters, answers, and the page that shows it.</summary>
internal sealed class OpenApi
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");
    private Suite suite = null!;
    private JsonObject document = null!;
    private JsonSchemas schemas = null!;
    private IReadOnlyList<ApiOperation> operations = null!;
    private Dictionary<string, string> known = null!;

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        suite = await OnePlatform.SuiteAsync();
        var client = await OnePlatform.ClientAsync();
        document = await suite.Http.ReadAsync("/openapi/v1.json");
        (schemas, operations) = (new JsonSchemas(document), ApiOperation.All(document));

        var update = TestUpdate.New("one-check", builds: 2);
        var (failed, passed) = (update.Result(0, Depcheck, "FAILED"), update.Result(1, Depcheck, "PASSED"));
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias && m.Type == "gate.opened");
        await client.RecordAsync(failed);
        await client.PublishAndHearAsync(passed, m => m.Alias == update.Alias && m.Type == "gate.complete");
        await client.PublishAndHearAsync(TestUpdate.Waiver(update.Builds[0]), m => m.Alias == update.Alias && m.Type == "gate.changed");
        var refused = await client.PublishAndHearAsync(
            Outgoing.Of("gatehouse.results", "result.bad", "{}") with { MessageId = $"openapi-{Guid.NewGuid():N}" }, m => m.Type == "rejected.result" && m.Text.Contains("openapi-", StringComparison.Ordinal));
        var settled = await suite.Http.PostAsync($"/api/v1/rejections/{refused.Body["id"]}/discard", "");
        await suite.Http.ReadAsync($"/api/v1/rejections?after={settled.Json["sequence"]}");
        known = new()
        {
            ["nvr"] = update.Builds[0], ["alias"] = update.Alias, ["context"] = update.Context, ["type"] = "koji_build", ["/api/v1/subjects/{type}/{id}"] = update.Builds[1],
            ["/api/v1/results/{id}"] = failed.MessageId!, ["/api/v1/rejections/{id}"] = (string)refused.Body["id"]!, ["/api/v1/rejections/{id}/body"] = (string)refused.Body["id"]!,
            ["package"] = $"{update.Builds[0].Split("-1.")[0]}.atom", ["submitter"] = "kparal.atom", ["/feeds/contexts/{context}"] = "push_stable.atom",
        };
    }

    [Test]
    public async Task Every_answer_is_as_its_schema_says()
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var operation in operations.Where(o => o.Method == "GET" && o.Path != "/api/v1/stream"))
        {
            var address = operation.Address(name => known.GetValueOrDefault(operation.Path) is { } own && name != "type" ? own : known.GetValueOrDefault(name));
            foreach (var query in Queries(operation))
            {
                using var answer = await suite.Http.GetAsync(new Uri(address + query, UriKind.Relative));
                await CheckAsync(operation, answer, 200);
            }
        }
    }

    [Test]
    public async Task Every_parameter_is_in_it_and_no_other_is_taken()
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var operation in operations.Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal) || o.Path.StartsWith("/feeds/", StringComparison.Ordinal)))
        {
            using var answer = await SendAsync(operation, operation.Address(known.GetValueOrDefault) + "?no_such=1", operation.Takes, Body(operation));
            var problem = await CheckAsync(operation, answer, 400);
            var complaint = problem?["errors"]!.AsArray().SingleOrDefault(e => (string)e!["field"]! == "no_such");
            Assert.That(complaint, Is.Not.Null, $"{operation}: {problem}");
            var allowed = ((string)complaint!["message"]!).Split("expected one of ") is [_, var names] ? names.Split(", ") : [];
            Assert.That(allowed, Is.EquivalentTo(operation.Query.Except(["after"])), $"{operation}");
        }
    }

    [Test]
    public async Task Every_write_is_answered_as_its_schema_says()
    {
        var update = TestUpdate.New("one-check");
        var result = update.Result(0, Depcheck, "PASSED");
        string Text(Outgoing message) => System.Text.Encoding.UTF8.GetString(message.Body.Span);
        using var all = Assert.EnterMultipleScope();
        foreach (var (path, body, status) in new[]
        {
            ("/api/v1/results", Text(result), 202), ("/api/v1/results", $"[{Text(result)}, {{}}]", 207), ("/api/v1/results", "[{}]", 422), ("/api/v1/results", "{}", 422), ("/api/v1/results", "no", 400),
            ("/api/v1/results", Text(result).Replace("PASSED", "FAILED", StringComparison.Ordinal), 409),
            ("/api/v1/updates", Text(update.Definition()), 202), ("/api/v1/updates", "{}", 422), ("/api/v1/waivers", Text(TestUpdate.Waiver(update.Builds[0])), 202), ("/api/v1/waivers", "{}", 422),
            ("/api/v1/policies/validate", "id: a\nchecks:\n  - { testcase: t }\n", 200), ("/api/v1/policies/validate", "id: [", 422),
            ("/api/v1/policies/reload", "", 200), ("/api/v1/policies/backtest", "id: a\nchecks:\n  - { testcase: t }\n", 200), ("/api/v1/policies/backtest", "id: a", 422),
            ("/api/v1/rejections/{id}/retry", "", 409), ("/api/v1/rejections/{id}/discard", "", 200),
            ("/api/v1/redactions", $$"""{ "kind": "result", "id": "{{result.MessageId}}", "path": "ref_url" }""", 202),
            ("/api/v1/redactions", $$"""{ "kind": "result", "id": "{{result.MessageId}}", "path": "outcome" }""", 422),
            ("/api/v1/redactions", $$"""{ "kind": "waiver", "id": "{{result.MessageId}}", "path": "comment" }""", 404),
        })
        {
            var operation = operations.Single(o => o.Method == "POST" && o.Path == path);
            using var answer = await SendAsync(operation, operation.Address(_ => known["/api/v1/rejections/{id}"]), operation.Takes, body);
            await CheckAsync(operation, answer, status);
        }
    }

    [Test]
    public async Task The_page_for_people_asks_no_other_host()
    {
        var page = await suite.Http.AskAsync("/docs");
        var sources = Regex.Matches(page.Text, "(?:src|href)=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();

        Assert.That((page.Status, page.ContentType), Is.EqualTo((HttpStatusCode.OK, "text/html")));
        Assert.That(sources, Is.Not.Empty);
        foreach (var source in sources)
        {
            Assert.That(Uri.TryCreate(source, UriKind.Relative, out _) && !source.StartsWith("//", StringComparison.Ordinal), source);
            Assert.That((await suite.Http.AskAsync(new Uri(new Uri(suite.Http.BaseAddress!, page.Text.Contains("<base", StringComparison.Ordinal) ? "/" : "/docs/"), source).PathAndQuery)).Status, Is.EqualTo(HttpStatusCode.OK), source);
        }

        Assert.That(page.Text, Does.Not.Contain("cdn.").And.Not.Contain("fonts.scalar"));
    }

    /// <summary>Plain, and with every parameter that has an example; what matches nothing is an empty page.</summary>
    private static IEnumerable<string> Queries(ApiOperation operation)
    {
        // One of two parameters is needed.
        if (operation.Path != "/api/v1/history")
        {
            yield return "";
        }

        var examples = operation.Parameters.Where(p => p.In == "query" && p.Example is not null)
            .SelectMany(p => p.Example is JsonArray list ? list.Select(v => (p.Name, Value: v)) : [(p.Name, Value: p.Example)])
            .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!.ToString())}").ToList();
        if (examples.Count > 0 && operation.Path.StartsWith("/api/", StringComparison.Ordinal))
        {
            yield return "?" + string.Join('&', examples);
        }
    }

    private static string? Body(ApiOperation operation) => operation.Takes switch { null => null, "application/yaml" => "id: a\nchecks:\n  - { testcase: t }\n", _ => "{}" };

    private async Task<HttpResponseMessage> SendAsync(ApiOperation operation, string address, string? contentType, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(address, UriKind.Relative));
        if (contentType is not null)
        {
            request.Content = new StringContent(body ?? "");
            request.Content.Headers.ContentType = new(contentType);
        }

        return await suite.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The status is that one, the document names it for the operation, and the body is valid by its schema.</summary>
    private async Task<JsonNode?> CheckAsync(ApiOperation operation, HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var what = $"{operation}: {(int)answer.StatusCode} {text[..Math.Min(text.Length, 500)]}";
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), what);
        var described = operation.Json["responses"]![$"{(int)answer.StatusCode}"];
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (described is null || type is null || schemas.Resolve(described)["content"]?[type] is not { } content)
        {
            Assert.Fail($"{what}: {type} is not in the document");
            return null;
        }

        if (!type.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        var json = JsonNode.Parse(text);
        Assert.That(schemas.Errors(json, content["schema"]!), Is.Empty, what);
        return json;
    }
}
