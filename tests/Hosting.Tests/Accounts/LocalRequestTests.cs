using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Hosting.Tests;

/// <summary>Whether a request was made on this machine: headers take that away, and none can give it.</summary>
public class LocalRequestTests
{
    [TestCase("127.0.0.1")]
    [TestCase("127.9.9.9")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    public void One_from_a_loopback_address_was(string remote) => Assert.That(IsLocal(remote));

    [TestCase("192.0.2.7")]
    [TestCase("10.0.0.1")]
    [TestCase("::ffff:192.0.2.7")]
    [TestCase("fe80::1")]
    [TestCase(null)]
    public void One_from_elsewhere_was_not_whatever_it_says(string? remote)
    {
        Assert.That(IsLocal(remote), Is.False);
        Assert.That(IsLocal(remote, ("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "127.0.0.1"),
            ("Forwarded", "for=127.0.0.1")), Is.False);
        Assert.That(IsLocal(remote, ("X-Forwarded-For", "127.0.0.1")), Is.False);
    }

    [TestCase("X-Forwarded-For", "127.0.0.1", true)]
    [TestCase("X-Forwarded-For", "::1, 127.0.0.1", true)]
    [TestCase("X-Forwarded-For", "192.0.2.7", false)]
    [TestCase("X-Forwarded-For", "127.0.0.1, 192.0.2.7", false)]
    [TestCase("X-Forwarded-For", "192.0.2.7, 127.0.0.1", false)]
    [TestCase("X-Forwarded-For", "", false)]
    [TestCase("X-Forwarded-For", "unknown", false)]
    [TestCase("x-forwarded-for", "localhost", false)]
    [TestCase("X-Forwarded-For", "127.0.0.1:80", false)]
    [TestCase("Forwarded", "for=127.0.0.1", false)]
    [TestCase("Via", "1.1 proxy", false)]
    [TestCase("X-Real-IP", "127.0.0.1", false)]
    [TestCase("X-Forwarded-Host", "localhost", false)]
    [TestCase("X-Original-For", "192.0.2.7:4711", false)]
    public void One_that_was_passed_on_was_if_all_it_was_passed_on_for_were(string header, string value, bool local) =>
        Assert.That(IsLocal("127.0.0.1", (header, value)), Is.EqualTo(local));

    [TestCase("Host", "localhost:7400", true)]
    [TestCase("Host", "[::1]:7400", true)]
    [TestCase("Host", "evil.example:7400", false)]
    [TestCase("Host", "localhost.evil.example", false)]
    [TestCase("Host", "192.0.2.7", false)]
    [TestCase("Host", "", false)]
    [TestCase("Origin", "http://127.0.0.1:7400", true)]
    [TestCase("Origin", "http://127.0.0.1:3000", false)]
    [TestCase("Origin", "https://evil.example", false)]
    [TestCase("Origin", "null", false)]
    [TestCase("Sec-Fetch-Site", "same-origin", true)]
    [TestCase("Sec-Fetch-Site", "none", true)]
    [TestCase("Sec-Fetch-Site", "same-site", false)]
    [TestCase("Sec-Fetch-Site", "cross-site", false)]
    public void A_strangers_page_in_a_browser_here_does_not_speak_for_this_machine(string header, string value,
        bool local) =>
        Assert.That(IsLocal("127.0.0.1", (header, value)), Is.EqualTo(local));

    private static bool IsLocal(string? remote, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Headers.Host = "127.0.0.1:7400";
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return LocalRequest.Is(context);
    }
}
