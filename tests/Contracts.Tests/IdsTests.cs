namespace Gatehouse.Contracts.Tests;

/// <summary>The expected values are those of Python's <c>uuid.uuid5</c>, which foreign clients compute.</summary>
internal sealed class IdsTests
{
    private static readonly ResultRecorded Result = new()
    {
        Id = Guid.Empty, Subject = Subject.OfBuild("glibc-2.42-7.fc44"), Testcase = "dist.depcheck", Arch = "x86_64",
        Outcome = "PASSED",
        SubmitTime = default, UserId = "taskotron",
    };

    private static readonly ResultRecorded Several = new()
    {
        Id = Guid.Empty, Subject = new("compose", "b"), FurtherItems = ["a", "\U0001F600", "\uFFFD"], Testcase = "t",
        Scenario = "s", Arch = null,
        FurtherArches = ["noarch"], Variant = "Server", Outcome = "PASSED", SubmitTime = default,
    };

    private static readonly ResultRecorded[] Others =
    [
        Result with { UserId = null }, Result with { UserId = "beaker" },
        Result with { Subject = Subject.OfBuild("glibc-2.42-8.fc44") },
        Result with { Subject = new Subject("compose", "glibc-2.42-7.fc44") },
        Result with { FurtherItems = ["gcc-1-1"] },
        Result with { Testcase = "dist.rpmlint" }, Result with { Scenario = "" },
        Result with { Scenario = "x86_64", Arch = null },
        Result with { Arch = null }, Result with { Arch = "" }, Result with { FurtherArches = ["i386"] },
        Result with { Variant = "Server" },
        Result with { Testcase = "dist.depcheck,-," }, Result with { Arch = "x86_64,6:i386" },
    ];

    private static readonly WaiverRecorded Waiver = new()
    {
        Id = Guid.Empty, Subject = Subject.OfBuild("glibc-2.42-7.fc44"), Testcase = "dist.depcheck", Arch = "armhfp",
        ProductVersion = "fedora-44",
        DecisionContext = "push_stable", Update = "FEDORA-2026-1a2b3c", Waived = true, Comment = "c", Username = "u",
        Time = default, UserId = "taskotron",
    };

    private static readonly WaiverRecorded[] OtherWaivers =
    [
        Waiver with { UserId = null }, Waiver with { Subject = Subject.OfUpdate("glibc-2.42-7.fc44") },
        Waiver with { Subject = Subject.OfBuild("a-1-1") },
        Waiver with { Testcase = "t" }, Waiver with { Scenario = "s" }, Waiver with { Arch = null },
        Waiver with { ProductVersion = null },
        Waiver with { DecisionContext = null }, Waiver with { Update = null },
    ];

    [TestCase("", "e7524355-b4a0-5389-b2d2-7d56d1de2360")]
    [TestCase("taskotron-2016-77", "6a3d7bc9-4b77-563c-8237-d94b33013c42")]
    [TestCase("Prüfung 7 ✓", "9bd93838-b611-5b83-ba1d-bf108eecd4b4")]
    [TestCase("result:0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", "4ec86b52-628a-5b6c-b159-93e252e44acb")]
    public void Texts_are_named_as_Python_names_them(string text, string uuid) => Assert.That(Ids.Version5(text), Is.EqualTo(new Guid(uuid)));

    [TestCase("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11")]
    [TestCase("0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11")]
    public void A_uuid_is_itself_in_any_case(string text) =>
        Assert.That(Ids.FromText(text), Is.EqualTo((new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"), (string?)null)));

    [TestCase("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11")]
    [TestCase("0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11")]
    public void A_uuid_names_everywhere_whoever_sends_it_and_wherever_it_lands(string text)
    {
        var named = (new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"), (string?)null);
        Assert.Multiple(() =>
        {
            Assert.That(Others.Append(Result).Select(result => Ids.Of(text, result)), Is.All.EqualTo(named));
            Assert.That(OtherWaivers.Append(Waiver).Select(waiver => Ids.Of(text, waiver)), Is.All.EqualTo(named));
        });
    }

    [Test]
    public void A_text_names_within_publisher_and_cell_as_Python_would() => Assert.Multiple(() =>
    {
        Assert.That(Ids.Of("77", Result), Is.EqualTo((new Guid("dfb10311-7511-5787-b99d-13919f32b661"), "77")));
        Assert.That(ContractFiles.Readme, Does.Contain("# dfb10311-7511-5787-b99d-13919f32b661"), "its example");
        Assert.That(Ids.Of("77", Several).Id, Is.EqualTo(new Guid("211be825-1f36-5222-ab1e-2c380199b9fd")));
        Assert.That(Ids.Of("w-1", Waiver), Is.EqualTo((new Guid("e0b1dce2-358c-569f-9513-d753b949df97"), "w-1")));
    });

    [Test]
    public void The_same_text_of_another_publisher_or_cell_names_another() => Assert.Multiple(() =>
    {
        Assert.That(Others.Append(Result).Select(result => Ids.Of("77", result).Id), Is.Unique);
        Assert.That(OtherWaivers.Append(Waiver).Select(waiver => Ids.Of("77", waiver).Id), Is.Unique);
    });

    [Test]
    public void What_is_no_part_of_the_cell_names_nothing() =>
        Assert.That(Ids.Of("77", Result with { Outcome = "FAILED", Note = "n", SentType = "brew-build" }),
            Is.EqualTo(Ids.Of("77", Result)));

    [Test]
    public void Items_and_arches_name_in_whatever_order_they_come()
    {
        var turned = Several with
        {
            Subject = new("compose", "a"), FurtherItems = ["\uFFFD", "b", "\U0001F600"],
            Arch = "noarch", FurtherArches = [null!],
        };
        Assert.That(Ids.Of("77", turned), Is.EqualTo(Ids.Of("77", Several)));
    }

    [TestCase("0197f3a26c1e7d589b530c7d0f6f5a11", "6754e916-b232-52aa-99fe-8a826d96e9f1")]
    [TestCase("{0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11}", null)]
    [TestCase(" 0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("0x97f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("+197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("taskotron-2016-77", "6a3d7bc9-4b77-563c-8237-d94b33013c42")]
    public void The_first_edition_named_any_other_text_by_itself(string text, string? uuid)
    {
        var (id, sourceId) = Ids.FromText(text);
        Assert.That(sourceId, Is.EqualTo(text));
        Assert.That(id, Is.EqualTo(uuid is null ? Ids.Version5(text) : new Guid(uuid)));
    }

    [Test]
    public void A_result_and_a_waiver_may_share_an_id()
    {
        var id = new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11");
        Assert.That(Ids.Event(Kinds.Result, id), Is.EqualTo(new Guid("4ec86b52-628a-5b6c-b159-93e252e44acb")));
        Assert.That(Ids.Event(Kinds.Waiver, id), Is.EqualTo(new Guid("129192cd-adbd-50bd-a791-9f1e9bcde089")));
    }
}
