namespace Gatehouse.Contracts.Tests;

/// <summary>The expected values are those of Python's <c>uuid.uuid5</c>, which foreign clients compute.</summary>
internal sealed class IdsTests
{
    [TestCase("", "e7524355-b4a0-5389-b2d2-7d56d1de2360")]
    [TestCase("taskotron-2016-77", "6a3d7bc9-4b77-563c-8237-d94b33013c42")]
    [TestCase("Prüfung 7 ✓", "9bd93838-b611-5b83-ba1d-bf108eecd4b4")]
    [TestCase("result:0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", "4ec86b52-628a-5b6c-b159-93e252e44acb")]
    public void Texts_are_named_as_Python_names_them(string text, string uuid) => Assert.That(Ids.Version5(text), Is.EqualTo(new Guid(uuid)));

    [TestCase("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11")]
    [TestCase("0197F3A2-6C1E-7D58-9B53-0C7D0F6F5A11")]
    public void A_uuid_is_itself_in_any_case(string text) =>
        Assert.That(Ids.FromText(text), Is.EqualTo((new Guid("0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11"), (string?)null)));

    [TestCase("0197f3a26c1e7d589b530c7d0f6f5a11", "6754e916-b232-52aa-99fe-8a826d96e9f1")]
    [TestCase("{0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11}", null)]
    [TestCase(" 0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("0x97f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("+197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", null)]
    [TestCase("taskotron-2016-77", "6a3d7bc9-4b77-563c-8237-d94b33013c42")]
    public void Any_other_text_is_named_and_kept(string text, string? uuid)
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
