using System.Net;
using System.Xml.Linq;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Verdicts for people who do not speak AMQP.</summary>
internal sealed class Feeds
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    [Test]
    public async Task One_entry_for_each_verdict_in_the_feeds_of_package_submitter_and_context()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        var update = TestUpdate.New("one-check");
        var package = update.Builds[0].Split("-1.")[0];
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        var before = await FeedAsync(suite, $"packages/{package}");
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "FAILED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
        var changed = await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.changed");

        var entries = (await FeedAsync(suite, $"packages/{package}.atom?after={changed.Body["sequence"]}")).Elements(Atom + "entry").ToList();

        Assert.That(before.Elements(Atom + "entry"), Is.Empty);
        Assert.That(entries.Select(e => (string)e.Element(Atom + "title")!), Is.EqualTo(new[]
        {
            $"{update.Alias}: passed instead of failed before push_stable (glibc and gcc)", $"{update.Alias}: failed before push_stable (glibc and gcc)",
        }));
        Assert.That((string)entries[0].Element(Atom + "id")!, Is.EqualTo($"urn:uuid:{changed.MessageId}"), "the id of the message on the bus");
        Assert.That((string)entries[0].Element(Atom + "updated")!, Is.EqualTo((string)changed.Body["decided_at"]!));
        Assert.That((string)entries[0].Element(Atom + "link")!.Attribute("href")!, Is.EqualTo((string)changed.Body["url"]!));
        Assert.That(entries[1].Value, Does.Contain($"dist.depcheck (x86_64) of {update.Builds[0]}: failed"));
        foreach (var feed in new[] { "submitters/kparal", "contexts/push_stable" })
        {
            var ids = (await FeedAsync(suite, feed)).Elements(Atom + "entry").Select(e => (string)e.Element(Atom + "id")!).ToList();
            Assert.That(ids, Does.Contain($"urn:uuid:{changed.MessageId}"), feed);
            Assert.That(ids.Count, Is.LessThanOrEqualTo(50));
        }
    }

    [Test]
    public async Task Who_has_a_feed_already_is_told_so()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        var update = TestUpdate.New("one-check");
        var address = new Uri($"/feeds/packages/{update.Builds[0].Split("-1.")[0]}.atom", UriKind.Relative);
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.PublishAndHearAsync(update.Result(0, Depcheck, "PASSED"), m => m.Alias == update.Alias && m.Type == "gate.complete");
        await client.FallSilentAsync();
        HttpResponseMessage first = null!;
        // It has no time before the second of its last verdict is over.
        await Eventually.TrueAsync(async () => (first = await suite.Http.GetAsync(address)).Content.Headers.LastModified is not null, "the feed has a time");

        Assert.That(first.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/atom+xml"));
        foreach (var (name, value) in new[] { ("If-None-Match", first.Headers.ETag!.ToString()), ("If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R")) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation(name, value);
            using var again = await suite.Http.SendAsync(request);
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), name);
        }

        first.Dispose();
    }

    [TestCase("/feeds/packages/glibc", HttpStatusCode.BadRequest)]
    [TestCase("/feeds/contexts/push%20stable.atom", HttpStatusCode.BadRequest)]
    [TestCase("/feeds/packages/glibc.atom?page=2", HttpStatusCode.BadRequest)]
    [TestCase("/feeds/verdicts/glibc.atom", HttpStatusCode.NotFound)]
    public async Task What_is_no_feed_is_refused(string path, HttpStatusCode status)
    {
        var answer = await (await OnePlatform.SuiteAsync()).Http.AskAsync(path);

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((status, "application/problem+json")));
    }

    private static async Task<XElement> FeedAsync(Suite suite, string name)
    {
        var answer = await suite.Http.AskAsync($"/feeds/{(name.Contains(".atom", StringComparison.Ordinal) ? name : $"{name}.atom")}");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        return XElement.Parse(answer.Text);
    }
}
