using System.Globalization;
using System.Text;
using System.Xml;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A feed as Atom (RFC 4287). What comes from outside is text in it, never markup, and a link only where it is one to the web.</summary>
public static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    // What a feed without entries says of itself: it has to say something.
    private static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    /// <param name="id">Names the feed for ever.</param>
    /// <param name="title">For people.</param>
    /// <param name="self">Where it is.</param>
    /// <param name="entries">Newest first.</param>
    public static byte[] Write(Guid id, string title, string self, IReadOnlyList<FeedEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("feed", Atom);
            Element(xml, "id", $"urn:uuid:{id:D}");
            Element(xml, "title", title);
            Element(xml, "updated", Time(entries.Select(e => e.Said.DecidedAt).DefaultIfEmpty(Never).Max()));
            xml.WriteStartElement("author");
            Element(xml, "name", "Gatehouse");
            xml.WriteEndElement();
            Link(xml, "self", "application/atom+xml", self);
            foreach (var entry in entries)
            {
                Entry(xml, entry);
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void Entry(XmlWriter xml, FeedEntry entry)
    {
        var said = entry.Said;
        xml.WriteStartElement("entry");
        Element(xml, "id", $"urn:uuid:{entry.Id:D}");
        Element(xml, "title", entry.Title);
        Element(xml, "updated", Time(said.DecidedAt));
        Link(xml, "alternate", "text/html", entry.Link);
        foreach (var (term, label) in new[] { (said.Verdict.ToString()!.ToLowerInvariant(), "verdict"), (said.DecisionContext, "decision context"), (said.ProductVersion, "product version") })
        {
            xml.WriteStartElement("category");
            xml.WriteAttributeString("term", Text(term));
            xml.WriteAttributeString("label", label);
            xml.WriteEndElement();
        }

        Element(xml, "summary", said.Summary);
        xml.WriteStartElement("content");
        xml.WriteAttributeString("type", "xhtml");
        xml.WriteStartElement("div", Xhtml);
        Element(xml, "p", entry.Submitter is { } who ? $"{said.Summary}. Submitted by {who}." : $"{said.Summary}.");
        List(xml, said);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void List(XmlWriter xml, FeedVerdict said)
    {
        if (said.Unsatisfied.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("ul");
        foreach (var unsatisfied in said.Unsatisfied.Take(FeedEntry.Listed))
        {
            xml.WriteStartElement("li");
            if (IsOfTheWeb(unsatisfied.RefUrl))
            {
                xml.WriteStartElement("a");
                xml.WriteAttributeString("href", Text(unsatisfied.RefUrl!));
                xml.WriteString(Text(FeedEntry.Line(unsatisfied)));
                xml.WriteEndElement();
            }
            else
            {
                xml.WriteString(Text(FeedEntry.Line(unsatisfied)));
            }

            xml.WriteEndElement();
        }

        if (said.Unsatisfied.Count > FeedEntry.Listed)
        {
            Element(xml, "li", string.Create(CultureInfo.InvariantCulture, $"and {said.Unsatisfied.Count - FeedEntry.Listed}{(said.Truncated ? " or more" : "")} others"));
        }

        xml.WriteEndElement();
    }

    private static bool IsOfTheWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https";

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Text(text));

    private static void Link(XmlWriter xml, string relation, string type, string address)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", Text(address));
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => TimeConverter.Text(time);

    /// <summary>XML holds no control characters, not even escaped; JSON does.</summary>
    internal static string Text(string text)
    {
        // As nearly all are.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '\uD7FF'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            clean.Append(pair || XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            if (pair)
            {
                clean.Append(text[++i]);
            }
        }

        return clean.ToString();
    }
}
