using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What the web server refuses before any endpoint sees it says why, too: byte by byte, since no client of HTTP would send it.</summary>
internal sealed class RefusedByTheServer
{
    private const string Good = "GET /health/live HTTP/1.1\r\nHost: gatehouse\r\n\r\n";

    private Suite suite = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await OnePlatform.SuiteAsync();

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case(400, "GET /api/v1/updates/a%00b HTTP/1.1\r\nHost: gatehouse\r\n\r\n", "without U+0000", "U+0000 in a path");
        yield return Case(400, "HELLO\r\n\r\n", "request line", "No HTTP");
        yield return Case(400, "GET /api/v1/updates HTTP/1.1\r\n\r\n", "Host", "No host");
        yield return Case(400, "GET /api/v1/updates HTTP/1.1\r\nHost: gatehouse\r\nno colon\r\n\r\n", "header", "A header that is none");
        yield return Case(400, "POST /api/v1/results HTTP/1.1\r\nHost: gatehouse\r\nContent-Length: many\r\n\r\n", "content length", "A length that is none");
        yield return Case(414, $"GET /api/v1/updates/{new string('a', 40_000)} HTTP/1.1\r\nHost: gatehouse\r\n\r\n", "32768 bytes", "A line over 32 KiB");
        yield return Case(431, $"GET /api/v1/updates HTTP/1.1\r\nHost: gatehouse\r\nX-Long: {new string('a', 40_000)}\r\n\r\n", "32768 bytes", "A header over 32 KiB");
        yield return Case(431, $"GET /api/v1/updates HTTP/1.1\r\nHost: gatehouse\r\n{string.Concat(Enumerable.Repeat("X-Many: a\r\n", 101))}\r\n", "at most 100 headers", "More than 100 headers");
        yield return Case(505, "GET /api/v1/updates HTTP/3.7\r\nHost: gatehouse\r\n\r\n", "HTTP version", "A version that is none");

        static TestCaseData Case(int status, string request, string word, string name) => new TestCaseData(status, request, word).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task It_is_answered_with_a_problem(int status, string request, string word)
    {
        var answer = Parse(await AskAsync(request));
        using var all = Assert.EnterMultipleScope();
        Assert.That((answer.Status, answer.Type), Is.EqualTo((status, "application/problem+json")));
        var problem = JsonNode.Parse(answer.Text)!;
        Assert.That((int?)problem["status"], Is.EqualTo(status));
        Assert.That((string?)problem["detail"], Does.Contain(word).IgnoreCase);
        Assert.That((string?)problem["errors"]![0]!["message"], Is.EqualTo((string?)problem["detail"]));
        Assert.That(answer.Text, Does.Not.Contain("''"));
    }

    [Test]
    public async Task Good_requests_before_it_on_the_same_connection_are_answered_first()
    {
        var text = await AskAsync(Good + Good + "GET /%00 HTTP/1.1\r\nHost: gatehouse\r\n\r\n");
        var last = text.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal);
        Assert.That(text[..last].Split("HTTP/1.1 200 OK"), Has.Length.EqualTo(3));
        Assert.That((string?)JsonNode.Parse(Parse(text[last..]).Text)!["detail"], Is.Not.Empty);
    }

    // All that comes until the server ends the connection.
    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(suite.Http.BaseAddress!.Host, suite.Http.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }

    private static (int Status, string? Type, string Text) Parse(string answer)
    {
        var (head, text) = answer.Split("\r\n\r\n", 2) is [var first, var rest] ? (first.Split("\r\n"), rest) : throw new AssertionException($"no answer: '{answer}'");
        var headers = head.Skip(1).Select(h => h.Split(": ", 2)).ToLookup(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        Assert.That(headers["Connection"], Is.EqualTo(new[] { "close" }));
        Assert.That(int.Parse(headers["Content-Length"].Single(), System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(text.Length), answer);
        return ((int)Enum.Parse<HttpStatusCode>(head[0].Split(' ')[1]), headers["Content-Type"].SingleOrDefault(), text);
    }
}
