using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>The older form says the same as the contract's, and nothing behind the door can tell which it was.</summary>
public class OlderFormTests
{
    private static readonly string Older = Doorstep.Result.Without("subject", "arch", "scenario")
        .With("data", """{ "item": "glibc-2.42-7.fc44", "type": "koji_build", "arch": ["x86_64"], "scenario": "a.b", "firmware": ["uefi"] }""");

    private static readonly string Newer = Doorstep.Result.With("scenario", "\"a.b\"");

    [Test]
    public void Says_the_same() =>
        Assert.Multiple(() =>
        {
            var (older, newer) = (Doorstep.Recorded(Older), Doorstep.Recorded(Newer));
            Assert.That(older with { Data = null, Groups = null }, Is.EqualTo(newer with { Data = null, Groups = null }));
            Assert.That(older.Data!.Value.GetRawText().Replace(" ", ""), Is.EqualTo("""{"firmware":["uefi"]}"""));
        });

    [Test]
    public void Nothing_left_in_data_is_no_data() =>
        Assert.That(Doorstep.Recorded(Older.Without("data.firmware")).Data, Is.Null);

    [TestCase("item", "[]", "data.item")]
    [TestCase("item", "[\"a-1-1\", \"b-1-1\"]", "data.item")]
    [TestCase("item", "[7]", "data.item[0]")]
    [TestCase("item", "\"glibc\"", "data.item")]
    [TestCase("type", "null", "data.type")]
    [TestCase("arch", "[\"x86_64\", \"i386\"]", "data.arch")]
    [TestCase("arch", "{}", "data.arch")]
    [TestCase("scenario", "[\"\"]", "data.scenario[0]")]
    public void Names_the_field_where_it_came(string key, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Older.With($"data.{key}", value)), Is.EqualTo(new[] { named }));

    [Test]
    public void Both_forms_of_a_field_must_agree() =>
        Assert.Multiple(() =>
        {
            Assert.That(Doorstep.Fields(Kinds.Result, Older.With("arch", "\"x86_64\"")), Is.Empty);
            Assert.That(Doorstep.Fields(Kinds.Result, Older.With("arch", "\"i386\"")), Is.EqualTo(new[] { "data.arch[0]" }));
        });

    [Test]
    public void Beside_a_subject_these_keys_are_data_like_any_other() =>
        Assert.That(Doorstep.Recorded(Doorstep.Result.With("data", """{ "item": 7, "arch": ["a", "b"] }""")).Data!.Value.GetPropertyCount(), Is.EqualTo(2));
}
