using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Accounts in front of every door of HTTP: who may publish, waive, speak for others, and operate.</summary>
[NonParallelizable]
internal sealed class WhoMayDoWhat
{
    private const string Draft = "id: a\nchecks: [{ testcase: t }]\n";
    private const string Operated = "this needs the permission operate, which";
    private (string Name, string Permissions)[] accounts = null!;
    private AccountsFile file = null!;
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    // Whose messages the broker takes: an account of the same name is the same one.
    private string Sender => new Uri(suite.Endpoints.Amqp).UserInfo.Split(':')[0];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        accounts =
        [
            ("publisher", "publish"), ("waiver", "waive"), ("spokesman", "waive, proxy"),
            ("operator", "operate"), ("guest", ""),
            (new Uri(store.RabbitMq).UserInfo.Split(':')[0], "publish"),
        ];
        file = new AccountsFile(accounts);
        suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = TestPolicies.All,
            Store = store,
            Environment = new Dictionary<string, string>
            {
                ["Gatehouse__Accounts"] = file.Path,
                ["Gatehouse__BearerToken"] = "shared-token",
            },
        });
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        database = new Database(suite.Endpoints.Postgres);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await database.DisposeAsync();
        await client.DisposeAsync();
        await suite.DisposeAsync();
        file.Dispose();
    }

    [TestCase("results", "publisher", "waiver")]
    [TestCase("updates", "publisher", "operator")]
    [TestCase("waivers", "waiver", "publisher")]
    [TestCase("policies/validate", "guest", null)]
    [TestCase("policies/backtest", "guest", null)]
    [TestCase("policies/reload", "operator", "publisher")]
    [TestCase("policies/reload", "operator", "spokesman")]
    [TestCase("redactions", "operator", "publisher")]
    [TestCase("rejections/00000000-0000-0000-0000-000000000000/retry", "operator", "waiver")]
    [TestCase("rejections/00000000-0000-0000-0000-000000000000/discard", "operator", "guest")]
    public async Task Each_door_takes_whom_it_is_for_by_Basic_and_bearer_alike_and_nobody_else(string path, string may,
        string? mayNot)
    {
        var (gating, ingest) = (suite.Endpoints.GatingHttp, suite.Endpoints.IngestHttp);
        string[] services =
            [suite.Endpoints.Http, path.StartsWith("policies", StringComparison.Ordinal) ? gating : ingest];
        AuthenticationHeaderValue?[] nobodies =
        [
            null, AccountsFile.Bearer("nobody"), new("Bearer", "publisher.wrong"), new("Basic", "wrong"),
                new("Bearer", "operator"),
        ];
        Func<string, AuthenticationHeaderValue>[] forms = [AccountsFile.Bearer, AccountsFile.Basic];
        using var all = Assert.EnterMultipleScope();
        foreach (var service in services)
        {
            foreach (var nobody in nobodies)
            {
                var refused = await AskAsync(service, path, nobody);
                Assert.That((refused.Status, refused.Schemes),
                    Is.EqualTo((HttpStatusCode.Unauthorized, "Bearer Basic")), $"{path} {nobody}: {refused.Text}");
            }

            foreach (var shown in forms)
            {
                var taken = await AskAsync(service, path, shown(may));
                Assert.That(taken.Status, Is.Not.AnyOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden),
                    $"{path} {may}: {taken.Text}");
                if (mayNot is not null)
                {
                    var refused = await AskAsync(service, path, shown(mayNot));
                    Assert.That((refused.Status, refused.Type),
                        Is.EqualTo((HttpStatusCode.Forbidden, "application/problem+json")),
                        $"{path} {mayNot}: {refused.Text}");
                    Assert.That(refused.Text,
                        Does.Match($"this needs the permission (publish|waive|operate), which {mayNot} does not have"));
                }
            }
        }
    }

    [Test]
    public async Task A_token_of_the_environment_publishes_and_waives_in_its_own_name_and_never_operates()
    {
        var token = new AuthenticationHeaderValue("Bearer", "shared-token");
        var update = TestUpdate.New("one-check");

        Assert.That((await SendAsync(token, "updates", update.Definition())).Status,
            Is.EqualTo(HttpStatusCode.Accepted));
        var own = TestUpdate.Waiver(update.Builds[0], ("username", "bearer"));
        Assert.That((await SendAsync(token, "waivers", own)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await SendAsync(token, "waivers", TestUpdate.Waiver(update.Builds[0]))).Status,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await AskAsync(suite.Endpoints.Http, "policies/reload", token)).Status,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_waiver_is_in_ones_own_name_and_somebody_elses_takes_a_permission_and_records_both()
    {
        var update = TestUpdate.New("one-check");
        var own = TestUpdate.Waiver(update.Builds[0], ("username", "waiver"));
        var others = TestUpdate.Waiver(update.Builds[0], ("username", "kparal"));

        var refused = await SendAsync(AccountsFile.Bearer("waiver"), "waivers", others);
        var taken = await SendAsync(AccountsFile.Bearer("waiver"), "waivers", own);
        var spoken = await SendAsync(AccountsFile.Basic("spokesman"), "waivers", others);
        var withdrawal = TestUpdate.Waiver(update.Builds[0], ("username", "kparal"), ("waived", false));
        var withdrawn = await SendAsync(AccountsFile.Bearer("waiver"), "waivers", withdrawal);

        Assert.That((refused.Status, withdrawn.Status),
            Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)), refused.Text);
        Assert.That((string)refused.Json["errors"]![0]!["field"]!, Is.EqualTo("username"));
        Assert.That((string)refused.Json["errors"]![0]!["message"]!,
            Does.Contain("waiver").And.Contain("permission proxy"));
        Assert.That((taken.Status, spoken.Status), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted)),
            spoken.Text);
        Assert.That(await WhoAsync(own), Is.EqualTo("waiver by waiver"));
        Assert.That(await WhoAsync(others), Is.EqualTo("kparal by spokesman"));
    }

    [Test]
    public async Task In_a_list_only_the_waivers_of_others_are_refused()
    {
        var update = TestUpdate.New("one-check");
        var own = Body(TestUpdate.Waiver(update.Builds[0], ("username", "waiver")));
        var others = Body(TestUpdate.Waiver(update.Builds[0]));

        var some = await AskAsync(suite.Endpoints.Http, "waivers", AccountsFile.Bearer("waiver"),
            $"[{others}, {own}, {{}}]");
        var none = await AskAsync(suite.Endpoints.Http, "waivers", AccountsFile.Bearer("waiver"), $"[{others}]");

        Assert.That((some.Status, none.Status),
            Is.EqualTo((HttpStatusCode.MultiStatus, HttpStatusCode.UnprocessableEntity)), some.Text);
        Assert.That(some.Json["items"]!.AsArray().Select(i => (int)i!["status"]!), Is.EqualTo((int[])[403, 202, 422]));
        Assert.That((string)some.Json["items"]![0]!["reasons"]![0]!["field"]!, Is.EqualTo("username"));
    }

    [Test]
    public async Task What_others_sent_is_settled_by_an_operator_only()
    {
        foreach (var deed in new[] { "retry", "discard" })
        {
            var id = await RejectedAsync(userId: null);
            foreach (var other in new[] { "publisher", Sender, "waiver", "guest" })
            {
                var refused =
                    await AskAsync(suite.Endpoints.Http, $"rejections/{id}/{deed}", AccountsFile.Bearer(other));
                Assert.That((refused.Status, refused.Text.Contains(Operated, StringComparison.Ordinal)),
                    Is.EqualTo((HttpStatusCode.Forbidden, true)), $"{other}: {refused.Text}");
            }

            Assert.That((string)(await suite.Http.ReadAsync($"/api/v1/rejections/{id}"))["state"]!, Is.EqualTo("open"));
            await SettleAsync(id, deed, "operator");
        }
    }

    [Test]
    public async Task What_one_sent_oneself_needs_no_operator()
    {
        foreach (var deed in new[] { "retry", "discard" })
        {
            var id = await RejectedAsync(Sender);
            var other = await AskAsync(suite.Endpoints.Http, $"rejections/{id}/{deed}",
                AccountsFile.Bearer("publisher"));
            Assert.That(other.Status, Is.EqualTo(HttpStatusCode.Forbidden));
            await SettleAsync(id, deed, Sender);
        }
    }

    [Test]
    public async Task An_account_is_given_and_revoked_without_a_restart_and_a_bad_file_changes_nothing()
    {
        try
        {
            file.Write([.. accounts.Where(a => a.Name != "publisher"), ("newcomer", "publish")]);
            await MayAsync("newcomer", HttpStatusCode.NotFound);
            await MayAsync("publisher", HttpStatusCode.Unauthorized);

            await File.AppendAllTextAsync(file.Path, "- { name: publisher, hash: open-sesame, permissions: [] }\n");
            (string, string)[] both =
                [("results-ingest", suite.Endpoints.IngestHttp), ("gating", suite.Endpoints.GatingHttp)];
            foreach (var (name, service) in both)
            {
                using var http = new HttpClient();
                await Eventually.TrueAsync(async () =>
                    (await http.GetStringAsync(new Uri(service + "/metrics"))).Split('\n')
                        .Any(l => l.StartsWith("gatehouse_accounts_refused", StringComparison.Ordinal)
                            && l.Split(' ')[1] == "1"), "the metric shows it");
                var log = await File.ReadAllTextAsync(Path.Combine(suite.Folder, "logs", name + ".log"));
                Assert.That(log,
                    Does.Contain($"Accounts are refused, the old ones hold: {file.Path}:8: hash: expected a hash"));
                Assert.That(log, Does.Not.Contain("open-sesame").And.Not.Contain("the-secret-of"),
                    "no secret is in a log");
            }

            await MayAsync("newcomer", HttpStatusCode.NotFound);
            await MayAsync("publisher", HttpStatusCode.Unauthorized);
        }
        finally
        {
            await AsAtFirstAsync();
        }
    }

    [Test]
    public async Task Where_no_account_may_operate_nobody_does_and_the_setting_is_named()
    {
        try
        {
            file.Write([.. accounts.Where(a => a.Name != "operator")]);
            await MayAsync("operator", HttpStatusCode.Unauthorized);
            foreach (var path in new[] { "policies/reload", $"rejections/{await RejectedAsync(null)}/discard" })
            {
                var refused = await AskAsync(suite.Endpoints.Http, path, AccountsFile.Bearer("publisher"));
                Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.Forbidden));
                Assert.That((string)refused.Json["detail"]!,
                    Is.EqualTo("this needs the permission operate, which nobody has: "
                    + "give it to an account in the file that Gatehouse__Accounts names"));
            }
        }
        finally
        {
            await AsAtFirstAsync();
        }
    }

    private async Task AsAtFirstAsync()
    {
        file.Write(accounts);
        await MayAsync("publisher", HttpStatusCode.NotFound);
        await MayAsync("operator", HttpStatusCode.NotFound);
    }

    // Of both services: 401 for nobody, 404 for whoever may settle rejections of their own. Gating knows of the same
    // file.
    private async Task MayAsync(string who, HttpStatusCode status)
    {
        async Task<HttpStatusCode> AnswerAsync(string path) =>
            (await AskAsync(suite.Endpoints.Http, path, AccountsFile.Bearer(who))).Status;
        await Eventually.TrueAsync(
            async () => await AnswerAsync($"rejections/{Guid.Empty}/retry") == status,
                $"{who} is answered {status} by ingest");
        var ofGating = status == HttpStatusCode.Unauthorized ? status : HttpStatusCode.OK;
        await Eventually.TrueAsync(
            async () => await AnswerAsync("policies/validate") == ofGating, $"{who} is answered {ofGating} by gating");
    }

    private async Task SettleAsync(string id, string deed, string who)
    {
        var answer = await AskAsync(suite.Endpoints.Http, $"rejections/{id}/{deed}", AccountsFile.Basic(who));
        // Still invalid, which is for those to know who may ask.
        Assert.That(answer.Status,
            Is.EqualTo(deed == "retry" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK), answer.Text);
        if (deed == "discard")
        {
            var kept = await suite.Http.ReadAsync($"/api/v1/rejections/{id}?after={answer.Json["sequence"]}");
            Assert.That(((string)kept["state"]!, (string)kept["settled_by"]!), Is.EqualTo(("discarded", who)));
        }
    }

    private async Task<string> RejectedAsync(string? userId)
    {
        var id = $"who-{Guid.NewGuid():N}";
        var message = Outgoing.Of("gatehouse.results", "result.any", "{}") with { MessageId = id, UserId = userId };
        var rejected = await client.PublishAndHearAsync(
            message, m => m.Type == "rejected.result" && (string?)m.Body["message_id"] == id);
        return (string)rejected.Body["id"]!;
    }

    private Task<string?> WhoAsync(Outgoing waiver) => database.TextAsync(
        $"""
        select data ->> 'username' || ' by ' || (data ->> 'user_id') from gatehouse.mt_events
        where type = 'waiver_recorded' and data ->> 'id' = '{JsonNode.Parse(waiver.Body.Span)!["id"]}'
        """);

    private Task<Said> SendAsync(AuthenticationHeaderValue? shown, string path, Outgoing message) =>
        AskAsync(suite.Endpoints.Http, path, shown, Body(message));

    private static string Body(Outgoing message) => Encoding.UTF8.GetString(message.Body.Span);

    private static async Task<Said> AskAsync(string service, string path, AuthenticationHeaderValue? shown,
        string? body = null)
    {
        using var http = new HttpClient();
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"{service}/api/v1/{path}") { Headers = { Authorization = shown } };
        // An invented address makes nobody an operator.
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        var draft = path is "policies/validate" or "policies/backtest";
        var (sample, type) = draft ? (Draft, "application/yaml") : ("{}", "application/json");
        request.Content = new StringContent(body ?? sample, Encoding.UTF8, type);
        using var answer = await http.SendAsync(request);
        return new(
            answer.StatusCode, answer.Content.Headers.ContentType?.MediaType,
            string.Join(' ', answer.Headers.WwwAuthenticate.Select(c => c.Scheme)),
                await answer.Content.ReadAsStringAsync());
    }

    private sealed record Said(HttpStatusCode Status, string? Type, string Schemes, string Text)
    {
        public JsonObject Json => JsonNode.Parse(Text)!.AsObject();
    }
}
