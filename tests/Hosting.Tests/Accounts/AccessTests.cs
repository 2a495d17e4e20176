using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting.Tests;

/// <summary>What stands in front of every write, asked of a server that has nothing else.</summary>
public class AccessTests
{
    private static readonly Account[] Accounts =
    [
        TestAccounts.Of("ci", Permissions.Publish),
        TestAccounts.Of("op", Permissions.Operate),
        TestAccounts.Of("guest", Permissions.None),
    ];

    [TestCase("publish", "ci", HttpStatusCode.OK)]
    [TestCase("publish", "op", HttpStatusCode.Forbidden)]
    [TestCase("operate", "ci", HttpStatusCode.Forbidden)]
    [TestCase("operate", "op", HttpStatusCode.OK)]
    [TestCase("anybody", "guest", HttpStatusCode.OK)]
    [TestCase("publish", "guest", HttpStatusCode.Forbidden)]
    [TestCase("anybody", "nobody", HttpStatusCode.Unauthorized)]
    [TestCase("operate", null, HttpStatusCode.Unauthorized)]
    public async Task An_account_may_do_what_its_permissions_say(string path, string? who, HttpStatusCode status)
    {
        await using var server = await Server.StartAsync([], new AccountSet(Accounts));
        foreach (var header in new[] { Bearer(who), Basic(who) })
        {
            using var answer = await server.AskAsync(path, header);

            Assert.That(answer.StatusCode, Is.EqualTo(status));
            if (status == HttpStatusCode.OK)
            {
                Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(who), "and is recorded as who it is");
                continue;
            }

            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(await DetailAsync(answer), status == HttpStatusCode.Forbidden
                ? Is.EqualTo($"this needs the permission {path}, which {who} does not have")
                : Does.Contain("NAME.SECRET"));
            Assert.That(answer.Headers.WwwAuthenticate.Select(c => c.Scheme),
                Is.EqualTo(status == HttpStatusCode.Unauthorized ? new[] { "Bearer", "Basic" } : []));
        }
    }

    [Test]
    public async Task A_script_in_a_browser_is_not_offered_Basic_for_which_the_browser_itself_would_ask()
    {
        await using var server = await Server.StartAsync([], new AccountSet(Accounts));
        using var answer = await server.AskAsync("publish", null, ("X-Requested-With", "XMLHttpRequest"));

        Assert.That(answer.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [TestCase("publish", "Bearer secret", HttpStatusCode.OK, "bearer")]
    [TestCase("publish", "bearer secret", HttpStatusCode.OK, "bearer")]
    [TestCase("waive", "Bearer sesame", HttpStatusCode.OK, "kparal")]
    [TestCase("proxy", "Bearer sesame", HttpStatusCode.Forbidden, "proxy, which nobody has")]
    [TestCase("operate", "Bearer secret", HttpStatusCode.Forbidden,
        "operate, which nobody has: give it to an account in the file that Gatehouse__Accounts names")]
    [TestCase("operate", "Bearer wrong", HttpStatusCode.Unauthorized, "configured bearer token")]
    [TestCase("publish", "Bearer secre", HttpStatusCode.Unauthorized, "configured bearer token")]
    [TestCase("publish", "Basic secret", HttpStatusCode.Unauthorized, "configured bearer token")]
    [TestCase("publish", "secret", HttpStatusCode.Unauthorized, "configured bearer token")]
    [TestCase("publish", "Bearer ", HttpStatusCode.Unauthorized, "configured bearer token")]
    [TestCase("anybody", null, HttpStatusCode.Unauthorized, "configured bearer token")]
    public async Task The_tokens_of_the_environment_may_publish_and_waive_and_no_more(string path, string? header,
        HttpStatusCode status, string said)
    {
        await using var server = await Server.StartAsync(new() { ["bearer"] = "secret", ["kparal"] = "sesame" }, null);
        using var answer = await server.AskAsync(path, header);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        var text = status == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : await DetailAsync(answer);
        Assert.That(text, Does.Contain(said));
        Assert.That(answer.Headers.WwwAuthenticate.Select(c => c.Scheme),
            Is.EqualTo(status == HttpStatusCode.Unauthorized ? new[] { "Bearer" } : []));
    }

    [Test]
    public async Task Tokens_and_accounts_hold_side_by_side()
    {
        await using var server = await Server.StartAsync(new() { ["bearer"] = "secret" }, new AccountSet(Accounts));
        (string?, string, string)[] asked = [("Bearer secret", "publish", "bearer"), (Bearer("op"), "operate", "op")];
        foreach (var (header, path, who) in asked)
        {
            using var answer = await server.AskAsync(path, header);
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(who));
        }

        using var refused = await server.AskAsync("operate", "Bearer secret");
        Assert.That(await DetailAsync(refused),
            Is.EqualTo("this needs the permission operate, which bearer does not have"));
    }

    [Test]
    public async Task Where_no_account_may_operate_the_setting_is_named_on_this_machine_too()
    {
        await using var server =
            await Server.StartAsync([], new AccountSet([TestAccounts.Of("ci", Permissions.Publish)]));
        using var answer = await server.AskAsync("operate", Bearer("ci"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await DetailAsync(answer), Is.EqualTo("this needs the permission operate, which nobody has: "
            + "give it to an account in the file that Gatehouse__Accounts names"));
    }

    [TestCase("publish", null, HttpStatusCode.OK)]
    [TestCase("waive", "192.0.2.7", HttpStatusCode.OK)]
    [TestCase("anybody", "192.0.2.7", HttpStatusCode.OK)]
    [TestCase("operate", null, HttpStatusCode.OK)]
    [TestCase("operate", "127.0.0.1", HttpStatusCode.OK)]
    [TestCase("operate", "192.0.2.7", HttpStatusCode.Forbidden)]
    [TestCase("operate", "127.0.0.1, 192.0.2.7", HttpStatusCode.Forbidden)]
    public async Task Where_nothing_is_configured_nobody_is_asked_and_only_this_machine_operates(string path,
        string? passedOnFor, HttpStatusCode status)
    {
        await using var server = await Server.StartAsync([], null);
        (string, string)[] headers = passedOnFor is null ? [] : [("X-Forwarded-For", passedOnFor)];
        using var answer = await server.AskAsync(path, "Bearer anything", headers);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        if (status == HttpStatusCode.OK)
        {
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("nobody"), "nobody vouched");
        }
        else
        {
            Assert.That(await DetailAsync(answer), Does.Contain("Gatehouse__Accounts").And.Contain("operate"));
        }
    }

    private static string? Bearer(string? who) => who is null ? null : $"Bearer {who}.{TestAccounts.SecretOf(who)}";

    private static string? Basic(string? who) =>
        who is null ? null : $"Basic {Base64($"{who}:{TestAccounts.SecretOf(who)}")}";

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That((string)problem["errors"]![0]!["message"]!, Is.EqualTo((string)problem["detail"]!));
        return (string)problem["detail"]!;
    }

    private sealed class Server(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = new Uri(app.Urls.Single()) };

        public static async Task<Server> StartAsync(Dictionary<string, string> tokens, AccountSet? accounts)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(new Authenticator(tokens, accounts)).AddSingleton<Access>();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var group = app.MapGroup("").RequireAccount();
            group.MapPost("/anybody", Who);
            foreach (var (name, permission) in PermissionNames.All)
            {
                group.MapPost("/" + name, Who).RequirePermission(permission);
            }

            await app.StartAsync();
            return new Server(app);
        }

        public async Task<HttpResponseMessage> AskAsync(string path, string? authorization,
            params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            foreach (var (name, value) in headers.Append(("Authorization", authorization!))
                .Where(h => h.Item2 is not null))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return await http.SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.DisposeAsync();
        }

        private static string Who(HttpContext context) => Caller.Of(context).Name ?? "nobody";
    }
}
