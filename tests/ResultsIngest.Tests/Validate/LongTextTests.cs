using System.Text.Json;
using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Of a text that is too long the beginning is kept; nothing that names a result is ever cut.</summary>
public class LongTextTests
{
    private static readonly string Long = new('x', 8_193);

    [Test]
    public void A_note_is_cut_and_says_so()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("note", $"\"{Long}\""));

        Assert.That((recorded.Note!.Length, recorded.Note.Trim('x')), Is.EqualTo((8_192, "")));
        Assert.That(recorded.Cut, Is.EqualTo(new[] { "note" }));
    }

    [Test]
    public void What_fits_is_not_cut()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("note", $"\"{Long[1..]}\"")
            .With("data.log", $"\"{Long[1..]}\""));

        Assert.That((recorded.Note, recorded.Data!.Value.GetProperty("log").GetString(), recorded.Cut),
            Is.EqualTo((Long[1..], Long[1..], default(object))));
    }

    [Test]
    public void Values_of_data_are_cut_however_deep_and_each_is_named()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("note", $"\"{Long}\"")
            .With("data", Data(Long)));

        Assert.Multiple(() =>
        {
            Assert.That(recorded.Cut, Is.EqualTo(new[] { "note", "data.log", "data.x[3].y" }));
            Assert.That(JsonElement.DeepEquals(recorded.Data!.Value, JsonElement.Parse(
                Data(Long[1..]))));
        });
    }

    private static string Data(string text) => $$"""
        { "n": 1.50, "log": "{{text}}", "x": [1, "{{Long[1..]}}", true, { "y": "{{text}}", "z": null }], "é": "ü" }
        """;

    [Test]
    public void A_key_that_is_too_long_stands_in_a_path_by_its_beginning() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("data", $$"""{ "{{Long[..500]}}": "{{Long}}" }""")).Cut,
            Is.EqualTo(new[] { $"data.{Long[..100]}" }));

    [TestCase("😀", 8_191, 8_191, Description = "a surrogate pair")]
    [TestCase("e\u0301", 8_191, 8_191, Description = "a letter and its accent")]
    [TestCase("👩‍👩‍👧", 8_188, 8_188, Description = "several that are one")]
    [TestCase("\r\n", 8_191, 8_191)]
    [TestCase("é", 8_191, 8_192)]
    public void It_is_cut_between_characters(string character, int before, int kept)
    {
        var note = new string('x', before) + character + "yyyy";

        Assert.That(Doorstep.Recorded(Doorstep.Result.With("note", JsonSerializer.Serialize(note))).Note,
            Is.EqualTo(note[..kept]));
    }

    [Test]
    public void A_character_that_never_ends_does_not_take_the_text_with_it()
    {
        var note = new string('x', 100) + string.Concat(Enumerable.Repeat("\u0301", 9_000));

        Assert.That(Doorstep.Recorded(Doorstep.Result.With("note", $"\"{note}\"")).Note, Is.EqualTo(note[..8_192]));
    }

    [Test]
    public void Content_is_compared_after_cutting()
    {
        var (one, other) = (Doorstep.Result.With("note", $"\"{Long}a\""), Doorstep.Result.With("note", $"\"{Long}b\""));

        Assert.That(ContentHash.Same(Doorstep.Recorded(one), Doorstep.Recorded(other)));
        Assert.That(
            ContentHash.Same(Doorstep.Recorded(one),
            Doorstep.Recorded(Doorstep.Result.With("note", $"\"{Long[1..]}\""))));
    }

    [TestCase("testcase", "testcase")]
    [TestCase("scenario", "scenario")]
    [TestCase("variant", "variant")]
    [TestCase("arch", "arch")]
    [TestCase("id", "id")]
    [TestCase("ref_url", "ref_url")]
    [TestCase("subject.id", "subject.id")]
    public void What_names_it_is_refused(string path, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Doorstep.Result.With(path, $"\"{Long}\"")),
            Is.EqualTo(new[] { named }));

    [TestCase("item")]
    [TestCase("type")]
    [TestCase("arch")]
    [TestCase("scenario")]
    [TestCase("system_architecture")]
    [TestCase("system_variant")]
    public void What_names_it_in_the_older_form_is_refused(string key)
    {
        var older = Doorstep.Result.Without("subject", "arch").With("data", """{ "item": "a", "type": "compose" }""")
            .With($"data.{key}", $"[\"{Long}\"]");

        Assert.That(Doorstep.Fields(Kinds.Result, older), Is.EqualTo(new[] { $"data.{key}[0]" }));
    }

    [Test]
    public void A_group_is_refused() =>
        Assert.That(Doorstep.Fields(Kinds.Result, Doorstep.Result.With("groups", $"[\"a\", \"{Long}\"]")),
            Is.EqualTo(new[] { "groups[1]" }));
}
