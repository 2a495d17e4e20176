using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting.Tests;

/// <summary>The token in front of every write, asked of a server that has nothing else.</summary>
public class BearerTests
{
    [TestCase(null, HttpStatusCode.Unauthorized)]
    [TestCase("Bearer wrong", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer secre", HttpStatusCode.Unauthorized)]
    [TestCase("Basic secret", HttpStatusCode.Unauthorized)]
    [TestCase("secret", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer ", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer secret", HttpStatusCode.OK)]
    [TestCase("bearer secret", HttpStatusCode.OK)]
    [TestCase("Bearer sesame", HttpStatusCode.OK, "kparal")]
    public async Task Where_tokens_are_configured_one_has_to_be_shown(string? shown, HttpStatusCode status, string who = "bearer")
    {
        using var answer = await AskAsync(new() { ["bearer"] = "secret", ["kparal"] = "sesame" }, shown);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        if (status == HttpStatusCode.OK)
        {
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(who), "and is recorded as who it was");
        }
        else
        {
            Assert.That(answer.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        }
    }

    [Test]
    public async Task Without_one_nobody_is_asked_and_nobody_vouched_for()
    {
        using var answer = await AskAsync([], "Bearer anything");

        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.OK, "nobody")));
    }

    private static async Task<HttpResponseMessage> AskAsync(Dictionary<string, string> configured, string? shown)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGroup("").AddEndpointFilter(new Bearer(configured).CheckAsync).MapPost("/write", (HttpContext context) => Bearer.IdentityOf(context) ?? "nobody");
        await app.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Urls.Single() + "/write"));
        if (shown is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", shown);
        }

        return await http.SendAsync(request);
    }
}
