using System.Text;
using System.Xml.Linq;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class FeedTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly Guid Id = new("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11");

    [Test]
    public void An_entry_says_the_verdict_and_what_is_not_satisfied_and_leads_to_the_update()
    {
        var entry = Read(Entry(Failed("dist.depcheck", Answer.Failed, "https://ci.example.org/runs/77"), Failed("dist.rpmlint", Answer.Missing, null))).Elements(Atom + "entry").Single();

        Assert.That((string?)entry.Element(Atom + "id"), Is.EqualTo($"urn:uuid:{Id:D}"));
        Assert.That((string?)entry.Element(Atom + "title"), Is.EqualTo("FEDORA-2026-1a2b3c: failed before push_stable (glibc and gcc)"));
        Assert.That((string?)entry.Element(Atom + "updated"), Is.EqualTo("2026-11-22T10:00:00Z"));
        Assert.That((string?)entry.Element(Atom + "link")!.Attribute("href"), Is.EqualTo("https://gatehouse.example.org/updates/FEDORA-2026-1a2b3c"));
        Assert.That((string?)entry.Element(Atom + "summary"), Is.EqualTo("2 of 24 required results missing"));
        var lines = entry.Descendants(Xhtml + "li").ToList();
        Assert.That(lines.Select(l => l.Value), Is.EqualTo(new[] { "dist.depcheck (x86_64) of glibc-2.42-7.fc44: failed", "dist.rpmlint (x86_64) of glibc-2.42-7.fc44: no result" }));
        Assert.That(lines.Select(l => (string?)l.Element(Xhtml + "a")?.Attribute("href")), Is.EqualTo(new[] { "https://ci.example.org/runs/77", null }));
    }

    [Test]
    public void A_change_names_the_verdict_before()
    {
        var changed = Entry() with { Said = Entry().Said with { Verdict = Verdict.Passed, PreviousVerdict = Verdict.Failed }, UpdateTitle = null };

        Assert.That((string?)Read(changed).Element(Atom + "entry")!.Element(Atom + "title"), Is.EqualTo("FEDORA-2026-1a2b3c: passed instead of failed before push_stable"));
    }

    [Test]
    public void A_feed_without_entries_is_a_feed()
    {
        var feed = Read();

        Assert.That((string?)feed.Element(Atom + "updated"), Is.EqualTo("1970-01-01T00:00:00Z"));
        Assert.That((string?)feed.Element(Atom + "link")!.Attribute("rel"), Is.EqualTo("self"));
    }

    [Test]
    public void A_long_list_is_cut()
    {
        var lines = Read(Entry([.. Enumerable.Repeat(Failed("t", Answer.Failed, null), 50)])).Descendants(Xhtml + "li").ToList();

        Assert.That((lines.Count, lines[^1].Value), Is.EqualTo((FeedEntry.Listed + 1, "and 30 others")));
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("a \u0001 control \u001f and \ufffe")]
    [TestCase("]]>&amp;\"'")]
    [TestCase("😀 and ä")]
    public void What_comes_from_outside_is_text_and_never_breaks_the_feed(string text)
    {
        var evil = Entry(Failed(text, Answer.Failed, "javascript:alert(1)") with { Subject = new Subject("compose", text) });
        evil = evil with { UpdateTitle = text, Submitter = text, Said = evil.Said with { Alias = text, Summary = text } };

        var feed = Read(evil);

        Assert.That(feed.Descendants().Select(e => e.Name.LocalName), Has.None.EqualTo("script"));
        Assert.That(feed.Descendants(Xhtml + "a"), Is.Empty, "no link that a browser would run");
        Assert.That((string?)feed.Element(Atom + "entry")!.Element(Atom + "summary"), Is.EqualTo(AtomFeed.Text(text)));
    }

    private static XElement Read(params FeedEntry[] entries) =>
        XElement.Parse(Encoding.UTF8.GetString(AtomFeed.Write(Id, "Verdicts: package glibc", "https://gatehouse.example.org/feeds/packages/glibc.atom", entries)));

    private static UnsatisfiedRequirement Failed(string testcase, Answer answer, string? link) =>
        new(Subject.OfBuild("glibc-2.42-7.fc44"), testcase, null, "x86_64", true, answer, null, link, null);

    private static FeedEntry Entry(params UnsatisfiedRequirement[] unsatisfied) => new(Id, Facts.Epoch, new FeedVerdict
    {
        Alias = "FEDORA-2026-1a2b3c", DecisionContext = "push_stable", ProductVersion = "fedora-44", Verdict = Verdict.Failed, PreviousVerdict = null,
        Summary = "2 of 24 required results missing", DecidedAt = Facts.Epoch, Unsatisfied = unsatisfied, Truncated = false,
    }, "glibc and gcc", "kparal", "https://gatehouse.example.org/updates/FEDORA-2026-1a2b3c");
}
