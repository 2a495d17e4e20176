namespace Gatehouse.Contracts.Tests;

/// <summary>Keys in tables. The expected values were computed by Python's <c>hashlib</c> from what the docstring says.</summary>
internal sealed class TextHashTests
{
    private static readonly object[] Frozen =
    [
        new object[] { Array.Empty<string?>(), "e3b0c442-98fc-1c14-9afb-f4c8996fb924" },
        new object[] { new[] { "" }, "df3f6198-04a9-2fdb-4057-192dc43dd748" },
        new object[] { new string?[] { null }, "ad95131b-c0b7-99c0-b1af-477fb14fcf26" },
        new object[] { new[] { "a", "b" }, "16275ef0-f5d0-eb9d-d9e0-a53277549fda" },
        new object[] { new[] { "ab" }, "d2f295bb-8c9d-190a-f782-52b52741eb32" },
        new object[] { new[] { "ü" }, "e0a8e26d-2651-0fec-e579-415a36d3e2c7" },
        new object[] { new[] { "FEDORA-2026-1a2b3c", "push_stable" }, "0f131feb-bcf5-e306-bc25-e2bcf7ed85ff" },
    ];

    [TestCaseSource(nameof(Frozen))]
    public void Keys_are_for_ever(string?[] texts, string key) => Assert.That(TextHash.Of(texts), Is.EqualTo(new Guid(key)));

    [Test]
    public void A_subjects_key_is_for_ever() =>
        Assert.That(Subject.OfBuild("glibc-2.42-7.fc44").Key(), Is.EqualTo(new Guid("61387263-100b-6d0b-9e82-e3539429630e")));

    /// <summary>The hash of the whole cell is 04a71e1e-43f6-...; the first four bytes are those of the subject's key.</summary>
    [Test]
    public void A_cells_key_is_for_ever_and_begins_with_its_subjects() =>
        Assert.That(new Cell(Subject.OfBuild("glibc-2.42-7.fc44"), "dist.depcheck", null, "x86_64").Key(), Is.EqualTo(new Guid("61387263-43f6-d866-21fd-67c1e254f1e1")));

    [Test]
    public void Null_is_neither_noarch_nor_empty() =>
        Assert.That(new[] { null, "", "noarch" }.Select(arch => new Cell(Subject.OfBuild("a-1-1"), "t", null, arch).Key()), Is.Unique);
}
