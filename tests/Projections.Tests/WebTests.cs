using System.Net;
using Gatehouse.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Projections.Tests;

/// <summary>What holds for every answer, asked of a server that has nothing else.</summary>
internal sealed class WebTests
{
    private const string Ours = "https://dashboard.example.org";
    private const string Foreign = "https://elsewhere.example.org";

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task An_answer_is_compressed_for_whoever_takes_it_so(string encoding) => await AskAsync(null, async http =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/view") { Headers = { { "Accept-Encoding", encoding } } };
        using var answer = await http.SendAsync(request);
        using var plain = await http.GetAsync(new Uri("/view", UriKind.Relative));

        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(new[] { encoding }));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Length, Is.LessThan(200));
        Assert.That((await plain.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(2_000));
        Assert.That(answer.Headers.Vary, Does.Contain("Accept-Encoding"));
        Assert.That(answer.Headers.ETag, Is.EqualTo(plain.Headers.ETag));
    });

    [Test]
    public async Task Who_has_a_view_already_is_told_so_whatever_encoding_it_came_in() => await AskAsync(null, async http =>
    {
        using var first = await http.GetAsync(new Uri("/view", UriKind.Relative));
        foreach (var tag in new[] { first.Headers.ETag!.ToString(), $"\"other\", {first.Headers.ETag}", "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/view");
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            request.Headers.Add("Accept-Encoding", "br");
            using var again = await http.SendAsync(request);
            Assert.That((again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo((HttpStatusCode.NotModified, 0)), tag);
        }

        using var changed = new HttpRequestMessage(HttpMethod.Get, "/view") { Headers = { { "If-None-Match", "\"other\"" } } };
        using var whole = await http.SendAsync(changed);
        Assert.That(whole.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    });

    [TestCase(null, Ours, null)]
    [TestCase(Ours, Ours, Ours)]
    [TestCase("https://a.example.org, " + Ours, Ours, Ours)]
    [TestCase(Ours, Foreign, null)]
    [TestCase("*", Foreign, "*")]
    public async Task Other_origins_may_read_only_where_they_are_configured(string? origins, string origin, string? allowed) => await AskAsync(origins, async http =>
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/view") { Headers = { { "Origin", origin } } };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/view")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization, content-type" } },
        };
        using var read = await http.SendAsync(get);
        using var asked = await http.SendAsync(preflight);

        Assert.That(Header(read, "Access-Control-Allow-Origin"), Is.EqualTo(allowed));
        Assert.That(Header(asked, "Access-Control-Allow-Origin"), Is.EqualTo(allowed));
        if (allowed is not null)
        {
            Assert.That(Header(read, "Access-Control-Expose-Headers"), Does.Contain("ETag"));
            Assert.That(Header(asked, "Access-Control-Allow-Headers"), Does.Contain("authorization"));
            Assert.That(Header(asked, "Access-Control-Allow-Methods"), Does.Contain("POST"));
        }
    });

    [TestCase("dashboard.example.org")]
    [TestCase("https://dashboard.example.org/")]
    [TestCase("https://dashboard.example.org/page")]
    [TestCase("ftp://dashboard.example.org")]
    public void What_is_no_origin_stops_the_start(string origins) =>
        Assert.That(() => CorsOrigins.Read(Configuration(origins)), Throws.TypeOf<SettingException>().With.Message.Contains("Gatehouse__CorsOrigins"));

    [Test]
    public async Task A_broken_address_is_refused_with_a_reason() => await AskAsync(null, async http =>
    {
        // As it is: a client of .NET would mend it.
        using var answer = await http.GetAsync(new Uri($"{http.BaseAddress}view?arch=%zz", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.BadRequest, "application/problem+json")));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("arch").And.Contain("percent-encoded"));
    });

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static IConfiguration Configuration(string? origins) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Gatehouse:CorsOrigins", origins)]).Build();

    private static async Task AskAsync(string? origins, Func<HttpClient, Task> ask)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddConfiguration(Configuration(origins));
        builder.AddWeb();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseWeb();
        app.MapGet("/view", () => new View(Enumerable.Repeat("glibc-2.42-7.fc44", 200)));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await ask(http);
    }
}
