using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>Which texts can be redacted, by which path, and what stays as it was.</summary>
internal sealed class RedactionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ResultRecorded Result = new()
    {
        Id = Guid.Empty, Subject = Subject.OfBuild("glibc-2.42-7.fc44"), Testcase = "t", Outcome = "PASSED", SubmitTime = Noon,
        RefUrl = "https://a/?token=x", TestcaseRefUrl = "https://b", Note = "n", Groups = ["g", "h"],
        Data = JsonElement.Parse("""
            { "console": ["a", { "token": "x" }], "a.b": "dotted", "a": { "b": "nested", "b.c": 1 }, "n": 1.50, "k[0]": "odd", "k": ["even"] }
            """),
    };

    [TestCase("note", "note")]
    [TestCase("ref_url", "ref_url")]
    [TestCase("testcase_ref_url", "testcase_ref_url")]
    public void A_field_is_overwritten(string path, string field)
    {
        var without = JsonSerializer.SerializeToElement(Redaction.Of(Result, path), Json.Stored);

        Assert.That(without.GetProperty(field).GetString(), Is.EqualTo("redacted"));
    }

    [TestCase("data.console[0]", """{ "console": ["redacted", { "token": "x" }] }""")]
    [TestCase("data.console[1].token", """{ "console": ["a", { "token": "redacted" }] }""")]
    [TestCase("data.console[1]", """{ "console": ["a", "redacted"] }""")]
    [TestCase("data.console", """{ "console": "redacted" }""")]
    [TestCase("data.a.b", """{ "a.b": "redacted", "a": { "b": "nested", "b.c": 1 } }""", Description = "the longest key that fits")]
    [TestCase("data.a.b.c", """{ "a.b": "dotted", "a": { "b": "nested", "b.c": "redacted" } }""")]
    [TestCase("data.n", """{ "n": "redacted" }""")]
    [TestCase("data.k[0]", """{ "k[0]": "redacted", "k": ["even"] }""")]
    public void A_value_in_data_is_overwritten_and_nothing_beside_it(string path, string expected)
    {
        var without = Redaction.Of(Result, path)!.Data!.Value;

        var changed = JsonElement.Parse(expected);
        foreach (var before in Result.Data!.Value.EnumerateObject())
        {
            var wanted = changed.TryGetProperty(before.Name, out var other) ? other : before.Value;
            Assert.That(JsonElement.DeepEquals(without.GetProperty(before.Name), wanted), $"{before.Name}: {without}");
        }
    }

    [Test]
    public void Data_as_a_whole_goes_with_its_keys() =>
        Assert.That(Redaction.Of(Result, "data")!.Data!.Value.ToString(), Is.EqualTo("""{"redacted":"redacted"}"""));

    [TestCase("outcome")]
    [TestCase("subject.id")]
    [TestCase("testcase")]
    [TestCase("arch")]
    [TestCase("groups")]
    [TestCase("groups[2]")]
    [TestCase("data.")]
    [TestCase("data.nothing")]
    [TestCase("data.console[2]")]
    [TestCase("data.console[0].x")]
    [TestCase("data.console[0")]
    [TestCase("data.note")]
    [TestCase("comment")]
    [TestCase("Note")]
    [TestCase("")]
    public void What_names_a_result_or_decides_or_is_not_there_is_not(string path) =>
        Assert.That(Redaction.Of(Result, path), Is.Null);

    [Test]
    public void What_is_not_there_is_not_redacted()
    {
        var bare = Result with { RefUrl = null, TestcaseRefUrl = null, Note = null, Groups = null, Data = null };

        foreach (var path in new[] { "note", "ref_url", "testcase_ref_url", "groups[0]", "data", "data.a" })
        {
            Assert.That(Redaction.Of(bare, path), Is.Null, path);
        }
    }

    [Test]
    public void Its_content_is_what_it_was_however_much_is_redacted()
    {
        var all = new[] { "note", "groups[1]", "data.console", "ref_url", "data", "note" }
            .Aggregate(Result, (result, path) => Redaction.Of(result, path)!);
        var stored = JsonSerializer.SerializeToElement(all, Json.Stored).Deserialize<ResultRecorded>(Json.Stored)!;

        Assert.That(ContentHash.Same(stored, Result));
        Assert.That(ContentHash.Same(stored, Result with { Note = "m" }), Is.False);
        Assert.That(stored.Redacted!.Select(r => r.Path), Is.EqualTo(new[] { "groups[1]", "data.console", "ref_url", "data", "note" }));
        Assert.That((stored.LinkHash, stored.GroupHashes), Is.EqualTo((Result.LinkHash, Result.GroupHashes)));
        Assert.That(JsonSerializer.Serialize(stored, Json.Stored), Does.Not.Contain("token"));
    }

    [Test]
    public void Of_a_waiver_its_comment_is_and_of_a_rejection_its_body()
    {
        var waiver = new WaiverRecorded
        {
            Id = Guid.Empty, Subject = Result.Subject, Testcase = "t", Waived = true, Comment = "c", Username = "u", Time = Noon,
        };
        var rejected = new MessageRejected
        {
            Id = Guid.Empty, Kind = Kinds.Result, ReceivedAt = Noon, Exchange = "e", RoutingKey = "r", Size = 1, Truncated = false,
            Reasons = [new("outcome", "expected one of PASSED, got \"s3cret\""), new("data.s3cret", "expected text")],
        };

        var without = Redaction.Of(waiver, "comment")!;
        Assert.That((without.Comment, ContentHash.Same(without, waiver)), Is.EqualTo(("redacted", true)));
        Assert.That(Redaction.Of(waiver, "username"), Is.Null);
        Assert.That(Redaction.Of(rejected, "body")!.Reasons, Is.EqualTo(new Reason[] { new("outcome", "redacted"), new("data", "redacted") }));
        Assert.That(Redaction.Of(rejected, "reasons"), Is.Null);
    }

    [Test]
    public void The_id_of_its_event_is_for_ever() => Assert.That(
        FactRedacted.EventIdOf(RedactedKind.Result, new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"), "note"),
        Is.EqualTo(Ids.Version5("FactRedacted:result:0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11:note")));
}
