using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>
/// Logs hold events of the first edition for ever. Each still reads, and means what it meant; Samples/1.0 is never changed. Where one of
/// these fails, the code is wrong and not the test.
/// </summary>
internal sealed class FirstEditionTests
{
    private static readonly Type[] Stored =
    [
        typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(MessageRejected), typeof(RejectionSettled),
        typeof(PolicySetInForce), typeof(DeadlinePassed),
        typeof(GateOpened), typeof(GateFirstFailure), typeof(GateCompleted), typeof(GateChanged), typeof(GateClosed),
    ];

    private static IEnumerable<TestCaseData> All => Stored.Select(type => new TestCaseData(type).SetArgDisplayNames(StoredEvents.NameOf(type)));

    private static IEnumerable<TestCaseData> Said => Stored.Where(type => type.IsSubclassOf(typeof(GateSaid)))
        .Select(type => new TestCaseData(type).SetArgDisplayNames(StoredEvents.NameOf(type)));

    [Test]
    public void There_is_a_sample_of_each_event_that_it_stored() =>
        Assert.That(ContractFiles.FirstEditionNames, Is.EquivalentTo(Stored.Select(type => $"stored.{StoredEvents.NameOf(type)}")));

    [TestCaseSource(nameof(All))]
    public void Whatever_an_event_says_is_read(Type type)
    {
        var sample = Sample(type);
        var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(sample, type, Json.Stored), type, Json.Stored);
        Assert.That(Lost(sample, written, ""), Is.Empty);
    }

    [Test]
    public void A_result_was_of_one_cell_and_its_type_was_sent_as_it_stands()
    {
        var read = Read<ResultRecorded>();
        Assert.That(read.Cells, Is.EqualTo([new Cell(Subject.OfBuild("glibc-2.42-7.fc44"), "dist.depcheck", null, "i386")]));
        Assert.That((read.SentType, read.FurtherItems, read.FurtherArches, read.Variant, read.DefinitionTime, read.Cut), Is.EqualTo(
            ((string?)null, (IReadOnlyList<string>?)null, (IReadOnlyList<string>?)null, (string?)null, (DateTimeOffset?)null, (IReadOnlyList<string>?)null)));
    }

    [Test]
    public void A_result_is_announced_with_what_it_lacked_empty()
    {
        var told = ResultMessage.From(Read<ResultRecorded>(), 1, DateTimeOffset.UnixEpoch, null, 1, true, []);
        Assert.That(told.Subject, Is.EqualTo(Subject.OfBuild("glibc-2.42-7.fc44")));
        Assert.That(told.FurtherItems.Concat(told.FurtherArches).Concat(told.Cut), Is.Empty);
    }

    [Test]
    public void An_update_was_its_builds_and_did_not_say_since_when()
    {
        var read = Read<UpdateRecorded>();
        Assert.That((read.Subjects, read.BuildsSince), Is.EqualTo(((IReadOnlyList<Subject>?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_waiver_was_for_every_gate_and_update_and_for_ever()
    {
        var read = Read<WaiverRecorded>();
        Assert.That(
            (read.DecisionContext, read.Update, read.Expires, read.SentType),
            Is.EqualTo(((string?)null, (string?)null, (DateTimeOffset?)null, (string?)null)));
    }

    [Test]
    public void A_rejection_did_not_say_what_it_was_about_and_is_shown_at_no_gate()
    {
        Assert.That((Read<MessageRejected>().About, Read<MessageRejected>().Conflict), Is.EqualTo(((RejectedResult?)null, false)));
        Assert.That(Read<RejectionSettled>().About, Is.Null);
    }

    [Test]
    public void A_policy_set_had_no_vocabulary_and_nobody_had_released_it()
    {
        var read = Read<PolicySetInForce>();
        Assert.That(
            (read.Vocabulary, read.DefaultTimeout, read.DeadlineGrace, read.Released, read.UserId, read.RecordedUntil),
            Is.EqualTo(((Vocabulary?)null, (long?)null, (long?)null, false, (string?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_deadline_passed_without_a_watermark() => Assert.That(Read<DeadlinePassed>().RecordedUntil, Is.Null);

    [TestCaseSource(nameof(Said))]
    public void What_a_gate_said_goes_out_as_of_the_first_edition_with_every_field(Type type)
    {
        var told = GateMessage.From((GateSaid)JsonSerializer.Deserialize(Sample(type), type, Json.Stored)!, 1, "https://gatehouse.example.org");
        Assert.Multiple(() =>
        {
            Assert.That((told.Edition, told.DefinitionTime, told.LateBy, told.RecordedUntil), Is.EqualTo((1, (DateTimeOffset?)null, (long?)null, (DateTimeOffset?)null)));
            Assert.That((told.Conflicts, told.Rejections, told.Counts.Essential, told.Counts.Unchecked), Is.EqualTo((0, 0, (RequirementCounts?)null, 0)));
            Assert.That(told.Subjects, Is.Empty);
            Assert.That(told.Builds.Select(build => build.Verdict), Is.All.Not.Null);
        });
    }

    /// <summary>It left a build's verdict out while something of it was waited for.</summary>
    [Test]
    public void A_build_without_a_verdict_was_waiting() => Assert.Multiple(() =>
    {
        Assert.That(VerdictsIn<GateOpened>(), Is.All.EqualTo(PartVerdict.Waiting));
        Assert.That(VerdictsIn<GateFirstFailure>(), Is.EqualTo([PartVerdict.Failed, PartVerdict.Waiting]));
        Assert.That(VerdictsIn<GateChanged>(), Is.All.EqualTo(PartVerdict.Passed));
        Assert.That(JsonSerializer.Deserialize<BuildVerdict>("""{ "nvr": "a-1-1", "verdict": null }""", Json.Stored)!.Verdict, Is.EqualTo(PartVerdict.Waiting));
    });

    private static IEnumerable<PartVerdict?> VerdictsIn<T>()
        where T : GateSaid => Read<T>().Statement.Builds.Select(build => build.Verdict);

    private static T Read<T>() => JsonSerializer.Deserialize<T>(Sample(typeof(T)), Json.Stored)!;

    private static JsonElement Sample(Type type) => ContractFiles.FirstEditionJson($"stored.{StoredEvents.NameOf(type)}");

    /// <summary>Where something is read otherwise than it was written. More may be there than was: what it lacked has a meaning now.</summary>
    private static IEnumerable<string> Lost(JsonElement before, JsonElement after, string path) => (before.ValueKind, after.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => before.EnumerateObject().SelectMany(field =>
            after.TryGetProperty(field.Name, out var kept) ? Lost(field.Value, kept, $"{path}.{field.Name}") : [$"{path}.{field.Name} is gone"]),
        (JsonValueKind.Array, JsonValueKind.Array) when before.GetArrayLength() == after.GetArrayLength() =>
            before.EnumerateArray().Zip(after.EnumerateArray()).SelectMany((pair, place) => Lost(pair.First, pair.Second, $"{path}[{place}]")),
        _ => JsonElement.DeepEquals(before, after) ? [] : [$"{path}: {after} for {before}"],
    };
}
