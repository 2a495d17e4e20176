using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Bad input of every kind, thrown at every path of the OpenAPI document: a reason, and never an error of ours.</summary>
internal sealed class BadRequests
{
    private static readonly string[] BadTexts =
    [
        "%zz", "%", "%f", "%ff", "%C3", "%ED%A0%80", "%00", "a%00b", "%25%00", new('a', 8192), string.Concat(Enumerable.Repeat("%F0%9F%92%A9", 600)), "%20", "%2e%2e%2f%2e%2e",
        "%27%3B--", "null", "-1", "99999999999999999999", "1e9", "yesterday", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "%D9%A5", "true,false", "%7B%7D", "*",
    ];

    private static readonly (string? Type, byte[] Body)[] BadBodies =
    [
        ("application/json", []), ("application/json", "nul"u8.ToArray()), ("application/json", [0, 0, 0]), ("application/json", [0xFF, 0xFE, 0x7B]), ("application/json", Encoding.UTF8.GetBytes(new string('[', 100_000))),
        ("application/json", "{\"a\":\"\\u0000\"}"u8.ToArray()), ("application/json", "[1,null,\"x\",[]]"u8.ToArray()), ("application/json; charset=utf-16", "{}"u8.ToArray()), ("text/xml", "<a/>"u8.ToArray()),
        ("nonsense", "{}"u8.ToArray()), ("application/yaml", "a: [b"u8.ToArray()), ("application/yaml", "a: \0"u8.ToArray()), ("application/yaml", "&a [*a]"u8.ToArray()), ("application/yaml", [0xFF, 0xFE, 0x00]),
        ("application/yaml", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("- ", 20_000)))), ("application/x-www-form-urlencoded", "a=b"u8.ToArray()), (null, "{"u8.ToArray()),
    ];

    private Suite suite = null!;
    private IReadOnlyList<ApiOperation> operations = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        suite = await OnePlatform.SuiteAsync();
        operations = ApiOperation.All(await suite.Http.ReadAsync("/openapi/v1.json"));
    }

    [Test]
    public async Task In_paths() => await AllAsync(
        from operation in operations
        where operation.Parameters.Any(p => p.In == "path")
        from bad in BadTexts.Append("")
        select Request(operation.Method, operation.Address(_ => bad)));

    [Test]
    public async Task In_parameters() => await AllAsync(
        from operation in operations
        from name in operation.Query.Append("no_such").Append("%ff")
        from bad in BadTexts
        select Request(operation.Method, $"{operation.Address(_ => null)}?{name}={bad}"));

    [Test]
    public async Task In_several_parameters_at_once()
    {
        var random = new Random(11);
        await AllAsync(
            from operation in operations
            where operation.Query.Any()
            from _ in Enumerable.Range(0, 10)
            let some = operation.Query.Concat(operation.Query).Append("no_such").OrderBy(_ => random.Next()).Take(5)
            select Request(operation.Method, $"{operation.Address(_ => null)}?{string.Join('&', some.Select(name => $"{name}={BadTexts[random.Next(BadTexts.Length)]}"))}"));
    }

    [Test]
    public async Task In_bodies() => await AllAsync(
        from operation in operations
        where operation.Takes is not null
        from bad in BadBodies
        select Request(operation.Method, operation.Address(_ => null), bad.Type, bad.Body));

    [Test]
    public async Task In_methods()
    {
        var methods = operations.ToLookup(o => o.Path, o => o.Method);
        foreach (var path in methods.Where(p => !p.Key.StartsWith("/health", StringComparison.Ordinal) && p.Key != "/metrics"))
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "BREW" }.Except(path))
            {
                var answer = await AskAsync(Request(method, operations.First(o => o.Path == path.Key).Address(_ => null)));
                Assert.That((answer.Status, answer.Type), Is.EqualTo((405, "application/problem+json")), $"{method} {path.Key}: {answer.Text}");
            }
        }
    }

    [Test]
    public async Task An_address_of_24_KiB_is_still_explained()
    {
        foreach (var operation in operations.Where(o => o.Query.Any()))
        {
            var answer = await AskAsync(Request(operation.Method, $"{operation.Address(_ => null)}?no_such={new string('a', 24 * 1024)}"));
            Assert.That((answer.Status, answer.Type), Is.EqualTo((operation.Takes is null ? 400 : 415, "application/problem+json")), $"{operation}: {answer.Text}");
        }
    }

    private static HttpRequestMessage Request(string method, string address, string? type = null, byte[]? body = null)
    {
        // An absolute address, as it is: a client of .NET would mend it.
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        return request;
    }

    /// <summary>Each is answered 4xx with a reason, or as something that exists: much of it is bad in one place only.</summary>
    private async Task AllAsync(IEnumerable<HttpRequestMessage> requests)
    {
        var (asked, refused) = (0, 0);
        using var all = Assert.EnterMultipleScope();
        foreach (var request in requests)
        {
            var what = $"{request.Method} {request.RequestUri!.OriginalString[..Math.Min(request.RequestUri.OriginalString.Length, 200)]} {request.Content?.Headers.ContentType}";
            var answer = await AskAsync(request);
            asked++;
            if (answer.Status is >= 200 and < 400)
            {
                continue;
            }

            refused++;
            Assert.That(answer.Status, Is.InRange(400, 499), $"{what}: {answer.Text}");
            // Of a list, each entry has its own reasons.
            if (answer is { Status: 422, Type: "application/json" })
            {
                Assert.That(JsonNode.Parse(answer.Text)!["items"]!.AsArray().Select(i => i!["reasons"]!.AsArray().Count), Is.All.Positive, what);
            }
            else
            {
                Assert.That(answer.Type, Is.EqualTo("application/problem+json"), $"{what}: {answer.Status} {answer.Text}");
                Assert.That((string?)JsonNode.Parse(answer.Text)?["detail"] ?? (string?)JsonNode.Parse(answer.Text)?["title"], Is.Not.Empty, what);
            }
        }

        await TestContext.Out.WriteLineAsync($"{asked} asked, {refused} refused");
        Assert.That(refused, Is.GreaterThan(asked / 4));
    }

    private async Task<(int Status, string? Type, string Text)> AskAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.RequestUri = new Uri(suite.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri!.OriginalString, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var answer = await suite.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            // A stream that opens has no end.
            var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync();
            return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text);
        }
    }
}
