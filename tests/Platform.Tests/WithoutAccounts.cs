using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Where no accounts are configured facts come from anybody, and what takes an operator from this machine only.
/// </summary>
internal sealed class WithoutAccounts
{
    private Suite suite = null!;

    private static IEnumerable<(string Name, string Value)[]> Strangers =>
    [
        [("X-Forwarded-For", "192.0.2.7")],
        [("X-Forwarded-For", "192.0.2.7, 127.0.0.1")],
        [("Forwarded", "for=127.0.0.1")],
        [("Via", "1.1 proxy")],
        [("Origin", "https://evil.example")],
        [("Sec-Fetch-Site", "cross-site")],
        [("Host", "evil.example")],
    ];

    [OneTimeSetUp]
    public async Task StartAsync() => suite = await OnePlatform.SuiteAsync();

    [Test]
    public async Task This_machine_operates_and_nobody_vouches()
    {
        Assert.That(await AskAsync(suite.Endpoints.Http, "policies/reload"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(suite.Endpoints.GatingHttp, "policies/reload", ("X-Forwarded-For", "127.0.0.1")),
            Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(suite.Endpoints.Http, $"rejections/{Guid.Empty}/discard"),
            Is.EqualTo(HttpStatusCode.NotFound));
        var body = System.Text.Encoding.UTF8.GetString(TestUpdate.Waiver(TestUpdate.New().Builds[0]).Body.Span);
        var waiver = await suite.Http.PostAsync("/api/v1/waivers", body);
        Assert.That(waiver.Status, Is.EqualTo(HttpStatusCode.Accepted), waiver.Text);
        await using var database = new Database(suite.Endpoints.Postgres);
        var who = await database.TextAsync(
            $"select data ->> 'username' || ' ' || (data ? 'user_id') from gatehouse.mt_events "
            + $"where seq_id = {waiver.Json["sequence"]}");
        Assert.That(who, Is.EqualTo("kparal false"));
    }

    [Test]
    public async Task What_was_made_elsewhere_does_not_operate_whichever_service_it_asks()
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var headers in Strangers)
        {
            foreach (var service in new[] { suite.Endpoints.Http, suite.Endpoints.GatingHttp })
            {
                Assert.That(await AskAsync(service, "policies/reload", headers), Is.EqualTo(HttpStatusCode.Forbidden),
                    $"{service} {headers[0]}");
            }

            foreach (var service in new[] { suite.Endpoints.Http, suite.Endpoints.IngestHttp })
            {
                Assert.That(await AskAsync(service, $"rejections/{Guid.Empty}/retry", headers),
                    Is.EqualTo(HttpStatusCode.Forbidden), $"{service} {headers[0]}");
                Assert.That(await AskAsync(service, "results", headers),
                    Is.EqualTo(HttpStatusCode.UnprocessableEntity), "what comes from anybody comes from them, too");
            }
        }
    }

    /// <summary>
    /// A stranger's connection, and projections that passes on what it says: whatever it invents, it stays one.
    /// </summary>
    [Test]
    public async Task A_stranger_who_invents_headers_stays_one_behind_projections()
    {
        if (OwnAddress() is not { } address)
        {
            Assert.Ignore("this machine has no address but loopback");
            return;
        }

        var url = $"http://{address}:{Ports.Free().Api}";
        var (pid, ended) = ProgramRun.Start("Gatehouse.Projections.dll", [],
            ("ASPNETCORE_URLS", url),
            ("Gatehouse__Postgres", suite.Endpoints.Postgres),
            ("Gatehouse__RabbitMq", suite.Endpoints.Amqp),
            ("Gatehouse__IngestUrl", suite.Endpoints.IngestHttp), ("Gatehouse__GatingUrl", suite.Endpoints.GatingHttp));
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await Task.WhenAny(Answering.ServiceAsync(url, patience.Token), ended);
            using var all = Assert.EnterMultipleScope();
            (string, string)[][] forgeries =
            [
                [], [("X-Forwarded-For", "127.0.0.1")], [("Host", "127.0.0.1")],
                [("X-Forwarded-For", "::1"), ("Host", "localhost"), ("Connection", "X-Forwarded-For")],
            ];
            foreach (var forged in forgeries)
            {
                var answer = await AnswerAsync(url, "policies/reload", forged);
                Assert.That((answer.Status, (string)answer.Json["detail"]!), Is.EqualTo((HttpStatusCode.Forbidden,
                    "this needs an account with the permission operate, and no accounts are configured "
                    + "(Gatehouse__Accounts): "
                    + "it is taken from this machine itself only, at a loopback address, without a proxy in between")));
                Assert.That(await AskAsync(url, $"rejections/{Guid.Empty}/discard", forged),
                    Is.EqualTo(HttpStatusCode.Forbidden));
            }
        }
        finally
        {
            Signals.Send(pid, Signal.Terminate);
            await ended;
        }
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));

    private static async Task<HttpStatusCode> AskAsync(string service, string path,
        params (string Name, string Value)[] headers) =>
        (await AnswerAsync(service, path, headers)).Status;

    private static async Task<Answer> AnswerAsync(string service, string path, (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{service}/api/v1/{path}");
        request.Content = new StringContent("{}", null, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request);
        return new(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync());
    }
}
