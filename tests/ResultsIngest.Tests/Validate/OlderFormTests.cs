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
    [TestCase("item", "[\"a-1-1\", \"b-1\"]", "data.item[1]")]
    [TestCase("item", "[7]", "data.item[0]")]
    [TestCase("item", "\"glibc\"", "data.item")]
    [TestCase("item", "\"glibc-0:2.42-7.fc44\"", "data.item")]
    [TestCase("type", "null", "data.type")]
    [TestCase("type", "[\"koji_build\", \"compose\"]", "data.type")]
    [TestCase("type", "[\"koji_build\", \"brew-build\"]", "data.type", Description = "whatever they stand for")]
    [TestCase("arch", "[\"x86_64\", \"i 386\"]", "data.arch[1]")]
    [TestCase("arch", "[\"x86_64\", null]", "data.arch[1]")]
    [TestCase("arch", "{}", "data.arch")]
    [TestCase("scenario", "[\"\"]", "data.scenario[0]")]
    [TestCase("scenario", "[\"a\", \"b\"]", "data.scenario")]
    [TestCase("system_variant", "[\"Server\", \"Client\"]", "data.system_variant")]
    public void Names_the_field_where_it_came(string key, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Older.With($"data.{key}", value)), Is.EqualTo(new[] { named }));

    [Test]
    public void Both_forms_of_a_field_must_agree() =>
        Assert.Multiple(() =>
        {
            Assert.That(Doorstep.Fields(Kinds.Result, Older.With("arch", "\"x86_64\"")), Is.Empty);
            Assert.That(Doorstep.Fields(Kinds.Result, Older.With("arch", "\"i386\"")), Is.EqualTo(new[] { "data.arch[0]" }));
            var several = Older.With("arch", "\"x86_64\"").With("data.arch", "[\"x86_64\", \"i386\"]");
            Assert.That(Doorstep.Fields(Kinds.Result, several), Is.EqualTo(new[] { "data.arch[1]" }));
            Assert.That(Doorstep.Fields(Kinds.Result, Older.With("arch", "7")), Is.EqualTo(new[] { "arch" }));
        });

    [Test]
    public void It_counts_in_the_cell_of_each_of_its_items_and_arches_and_is_one_result()
    {
        var recorded = Doorstep.Recorded(Older.With("data.item", """["b-1-1", "a-1-1", "b-1-1"]""")
            .With("data.arch", """["x86_64", "i386"]"""));

        Assert.Multiple(() =>
        {
            Assert.That((recorded.Subject.Id, recorded.Arch, recorded.Id),
                Is.EqualTo(("b-1-1", "x86_64", new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"))));
            Assert.That((recorded.FurtherItems, recorded.FurtherArches),
                Is.EqualTo((new[] { "a-1-1" }, new[] { "i386" })));
            Assert.That(recorded.Cells.Select(cell => (cell.Subject.Id, cell.Arch)),
                Is.EqualTo(new[] { ("b-1-1", "x86_64"), ("b-1-1", "i386"), ("a-1-1", "x86_64"), ("a-1-1", "i386") }));
        });
    }

    [Test]
    public void Its_items_name_it_in_whatever_order_they_come()
    {
        string Named(string items) => Older.With("id", "\"77\"").With("data.item", items);

        Assert.That(Doorstep.Recorded(Named("""["b-1-1", "a-1-1"]""")).Id,
            Is.EqualTo(Doorstep.Recorded(Named("""["a-1-1", "b-1-1"]""")).Id));
        Assert.That(Doorstep.Recorded(Named("""["b-1-1", "a-1-1"]""")).Id,
            Is.Not.EqualTo(Doorstep.Recorded(Named("""["b-1-1"]""")).Id));
    }

    [Test]
    public void What_is_named_twice_is_named_once() =>
        Assert.Multiple(() =>
        {
            var recorded = Doorstep.Recorded(Older.With("data.type", """["koji_build", "koji_build"]""")
                .With("data.item", """["a-1-1", "a-1-1"]"""));
            Assert.That((recorded.Subject, recorded.FurtherItems),
                Is.EqualTo((Subject.OfBuild("a-1-1"), default(object))));
        });

    [TestCase(10, 10, true)]
    [TestCase(101, 1, false)]
    [TestCase(51, 2, false)]
    public void It_lands_in_a_hundred_cells_at_most(int items, int arches, bool taken)
    {
        string List(string of, int count) =>
            $"[{string.Join(",", Enumerable.Range(0, count).Select(i => $"\"{of}{i}-1-1\""))}]";
        var fields = Doorstep.Fields(Kinds.Result, Older.With("data.item", List("a", items))
            .With("data.arch", List("x", arches)));

        Assert.That(fields, taken ? Is.Empty : Is.EqualTo(new[] { "data.item" }));
    }

    [Test]
    public void The_systems_architecture_is_the_arch_where_that_is_missing() =>
        Assert.Multiple(() =>
        {
            string Of(string? arch) =>
                (arch is null ? Older.Without("data.arch") : Older.With("data.arch", arch))
                .With("data.system_architecture", """["aarch64", "s390x"]""");
            var missing = Doorstep.Recorded(Of(null));
            Assert.That(missing.Arches, Is.EqualTo(new[] { "aarch64", "s390x" }));
            var kept = missing.Data!.Value.GetProperty("system_architecture");
            Assert.That(kept.GetArrayLength(), Is.EqualTo(2), "readers know it by that name");
            Assert.That(Doorstep.Recorded(Of("\"x86_64\"")).Arches, Is.EqualTo(new[] { "x86_64" }));
            Assert.That(Doorstep.Recorded(Of(null).With("arch", "\"i386\"")).Arches, Is.EqualTo(new[] { "i386" }));
            Assert.That(Doorstep.Fields(Kinds.Result, Of(null).With("data.system_architecture", "\"x 86\"")),
                Is.EqualTo(new[] { "data.system_architecture" }));
        });

    [Test]
    public void The_systems_variant_is_the_variant() =>
        Assert.Multiple(() =>
        {
            var variant = Older.With("data.system_variant", """["Server"]""");
            Assert.That(Doorstep.Recorded(variant).Cell.Variant, Is.EqualTo("Server"));
            Assert.That(Doorstep.Recorded(variant.With("variant", "\"Client\"")).Cell.Variant, Is.EqualTo("Client"));
        });

    [Test]
    public void The_fields_of_the_older_form_are_no_keys_of_data()
    {
        var keys = string.Join(",", Enumerable.Range(0, 200).Select(i => $"\"k{i}\":{i}"));

        Assert.That(Doorstep.Fields(Kinds.Result, Older.With("data", $$"""
            { "item": "a-1-1", "type": "koji_build", "arch": "noarch", "scenario": "s", {{keys}} }
            """)), Is.Empty);
    }

    [Test]
    public void Beside_a_subject_these_keys_are_data_like_any_other()
    {
        var recorded = Doorstep.Recorded(Doorstep.Result.With("data", """
            { "item": 7, "arch": ["a", "b"], "system_architecture": 7, "system_variant": {} }
            """));

        Assert.That((recorded.Arch, recorded.Variant), Is.EqualTo(("x86_64", default(object))));
        Assert.That(recorded.Data!.Value.GetPropertyCount(), Is.EqualTo(4));
    }
}
