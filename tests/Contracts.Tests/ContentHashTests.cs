using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>What makes two messages of one id the same, and what a conflict.</summary>
internal sealed class ContentHashTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ResultRecorded Result = new()
    {
        Id = Guid.Empty, Subject = Subject.OfBuild("glibc-2.42-7.fc44"), Testcase = "dist.depcheck", Outcome = "PASSED", SubmitTime = Noon,
    };

    private static readonly WaiverRecorded Waiver = new()
    {
        Id = Guid.Empty, Subject = Subject.OfBuild("glibc-2.42-7.fc44"), Testcase = "dist.depcheck", Waived = true, Comment = "c", Username = "u", Time = Noon,
    };

    private static readonly UpdateRecorded Update = new()
    {
        Alias = "A", ProductVersion = "p", DecisionContexts = ["one", "two"], Builds = ["a-1-1", "b-1-1"], State = UpdateState.Open, Time = Noon,
    };

    private static readonly ResultRecorded[] OtherResults =
    [
        Result with { Subject = Subject.OfBuild("glibc-2.42-8.fc44") }, Result with { Subject = new Subject("compose", Result.Subject.Id) },
        Result with { Testcase = "dist.rpmlint" }, Result with { TestcaseRefUrl = "https://a" }, Result with { Scenario = "s" }, Result with { Arch = "noarch" },
        Result with { Scenario = "noarch" }, Result with { Outcome = "FAILED" }, Result with { RefUrl = "https://a" }, Result with { Note = "https://a" },
        Result with { Variant = "s" }, Result with { DefinitionTime = Noon },
        Result with { DefinitionTime = Noon, Variant = "s" },
        Result with { FurtherItems = ["gcc-1-1"] }, Result with { FurtherArches = ["noarch"] },
        Result with { FurtherItems = ["gcc-1-1", "a-1-1"] },
        Result with { Data = Data("""{"variant":"s"}""") },
        Result with { Note = "" }, Result with { Groups = ["a"] }, Result with { Groups = ["a", "b"] }, Result with { Groups = ["b", "a"] }, Result with { Data = Data("{}") },
    ];

    private static readonly WaiverRecorded[] OtherWaivers =
    [
        Waiver with { Subject = Subject.OfUpdate("A") }, Waiver with { Testcase = "t" }, Waiver with { Scenario = "x" }, Waiver with { Arch = "x" },
        Waiver with { ProductVersion = "x" }, Waiver with { DecisionContext = "x" }, Waiver with { Update = "x" },
        Waiver with { Expires = Noon },
        Waiver with { Waived = false }, Waiver with { Comment = "d" }, Waiver with { Username = "v" },
    ];

    private static readonly UpdateRecorded[] OtherUpdates =
    [
        Update with { Alias = "B" }, Update with { ProductVersion = "q" }, Update with { DecisionContexts = ["one"] }, Update with { Builds = ["a-1-1"] },
        Update with { State = UpdateState.Shipped }, Update with { Submitter = "x" }, Update with { Title = "x" }, Update with { Url = "x" },
        Update with { Time = Noon.AddMicroseconds(1) }, Update with { BuildsSince = Noon },
        Update with { Subjects = [new("compose", "a")] },
        Update with { Subjects = [new("compose", "a"), new("compose", "b")] },
        Update with { Subjects = [new("image", "a")] },
    ];

    [Test]
    public void Each_field_of_a_result_counts() => Assert.That(OtherResults.Append(Result).Select(ContentHash.Of), Is.Unique);

    [Test]
    public void Each_field_of_a_waiver_counts() => Assert.That(OtherWaivers.Append(Waiver).Select(ContentHash.Of), Is.Unique);

    [Test]
    public void Each_field_of_an_update_counts() => Assert.That(OtherUpdates.Append(Update).Select(ContentHash.Of), Is.Unique);

    [TestCase("""{"a":1,"b":{"c":[1],"d":2}}""", """{ "b": { "d": 2, "c": [1] }, "a": 1 }""", true)]
    [TestCase("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [TestCase("""{"a":"\u00fc\/"}""", """{"a":"ü/"}""", true)]
    [TestCase("""{"a":1}""", """{"a":1.0}""", true)]
    [TestCase("""{"a":1}""", """{"a":10e-1}""", true)]
    [TestCase("""{"a":-1200}""", """{"a":-1.2E+3}""", true)]
    [TestCase("""{"a":0}""", """{"a":-0.00e7}""", true)]
    [TestCase("""{"a":1}""", """{"a":-1}""", false)]
    [TestCase("""{"a":1}""", """{"a":10}""", false)]
    [TestCase("""{"a":1}""", """{"a":"1"}""", false)]
    [TestCase("""{"a":1}""", """{"a":true}""", false)]
    [TestCase("""{"a":12345678901234567890}""", """{"a":12345678901234567891}""", false, Description = "one double")]
    [TestCase("""{"a":3.2e-27}""", """{"a":3.21e-27}""", false, Description = "one decimal")]
    [TestCase("""{"a":1e300}""", """{"a":1.0e+300}""", true)]
    [TestCase("""{"a":null}""", """{}""", false)]
    [TestCase("""{"a":1,"b":0,"a":2}""", """{"a":2,"b":0}""", true, Description = "the last counts")]
    public void Data_is_compared_by_value(string a, string b, bool equal) =>
        Assert.That(ContentHash.Of(Result with { Data = Data(a) }) == ContentHash.Of(Result with { Data = Data(b) }), Is.EqualTo(equal));

    [Test]
    public void Who_brought_it_and_its_own_names_do_not_count() =>
        Assert.That(ContentHash.Of(Result with { Id = Guid.NewGuid(), SourceId = "s", UserId = "u", Groups = [] }), Is.EqualTo(ContentHash.Of(Result)));

    [TestCase(false, false, 0, true)]
    [TestCase(false, false, 1, false)]
    [TestCase(true, false, 1, true)]
    [TestCase(false, true, 1, true)]
    [TestCase(true, true, 1, true)]
    public void A_time_counts_unless_it_was_defaulted(bool firstDefaulted, bool secondDefaulted, int secondsApart, bool same)
    {
        var later = Noon.AddSeconds(secondsApart);
        Assert.Multiple(() =>
        {
            Assert.That(
                ContentHash.Same(Result with { SubmitTimeDefaulted = firstDefaulted }, Result with { SubmitTime = later, SubmitTimeDefaulted = secondDefaulted }), Is.EqualTo(same));
            Assert.That(ContentHash.Same(Waiver with { TimeDefaulted = firstDefaulted }, Waiver with { Time = later, TimeDefaulted = secondDefaulted }), Is.EqualTo(same));
        });
    }

    [Test]
    public void Other_content_is_not_the_same_whatever_the_time() => Assert.That(
        ContentHash.Same(Result with { Note = "a", SubmitTimeDefaulted = true }, Result with { Note = "b", SubmitTimeDefaulted = true }), Is.False);

    [Test]
    public void An_updates_builds_and_contexts_are_sets() =>
        Assert.That((Update with { Builds = ["b-1-1", "a-1-1"], DecisionContexts = ["two", "one"], UserId = "u" }).EventId(), Is.EqualTo(Update.EventId()));

    [Test]
    public void An_updates_subjects_are_a_set_and_none_are_no_content() => Assert.Multiple(() =>
    {
        var (a, b) = (new Subject("compose", "a"), new Subject("image", "b"));
        var (one, other) = (Update with { Subjects = [a, b] }, Update with { Subjects = [b, a] });
        Assert.That(other.EventId(), Is.EqualTo(one.EventId()));
        Assert.That((Update with { Subjects = [] }).EventId(), Is.EqualTo(Update.EventId()));
    });

    [Test]
    public void A_results_items_and_arches_are_sets()
    {
        var several = Result with { FurtherItems = ["b-1-1", "a-1-1"], Arch = "x86_64", FurtherArches = ["i386"] };
        var turned = several with
        {
            Subject = Subject.OfBuild("a-1-1"), FurtherItems = ["glibc-2.42-7.fc44", "b-1-1"],
            Arch = "i386", FurtherArches = ["x86_64"],
        };
        Assert.That(ContentHash.Of(turned), Is.EqualTo(ContentHash.Of(several)));
    }

    [Test]
    public void What_was_cut_and_the_type_as_it_was_sent_do_not_count() =>
        Assert.That(ContentHash.Of(Result with { Cut = ["note"], SentType = "brew-build" }),
            Is.EqualTo(ContentHash.Of(Result)));

    private static JsonElement Data(string json) => JsonElement.Parse(json);
}
