using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>Every sample is one real message: what we read from it, we would write.</summary>
internal sealed class SamplesTests
{
    private static readonly (string Name, Type Type)[] Out =
    [
        ("announced.result", typeof(ResultMessage)),
        ("announced.result.older", typeof(ResultMessage)),
        ("gate.opened", typeof(GateMessage)), ("gate.first_failure", typeof(GateMessage)), ("gate.first_error", typeof(GateMessage)),
        ("gate.complete", typeof(GateMessage)), ("gate.changed", typeof(GateMessage)), ("gate.changed.released", typeof(GateMessage)),
        ("gate.changed.reasons", typeof(GateMessage)), ("gate.closed", typeof(GateMessage)),
        ("rejected.result", typeof(RejectedMessage)),
    ];

    private static readonly (string Name, Type Type)[] In =
    [
        ("result", typeof(ResultRecorded)), ("update", typeof(UpdateRecorded)), ("update.closing", typeof(UpdateRecorded)),
        ("update.subjects", typeof(UpdateRecorded)),
        ("waiver", typeof(WaiverRecorded)), ("waiver.withdrawal", typeof(WaiverRecorded)),
    ];

    private static IEnumerable<TestCaseData> Sent => Out.Select(sample => new TestCaseData(sample.Name, sample.Type).SetArgDisplayNames(sample.Name));

    private static IEnumerable<string> OfGates => Out.Where(sample => sample.Type == typeof(GateMessage)).Select(sample => sample.Name);

    private static IEnumerable<TestCaseData> Received => In.Select(sample => new TestCaseData(sample.Name, sample.Type).SetArgDisplayNames(sample.Name));

    private static IEnumerable<TestCaseData> Kept => StoredEvents.All.Select(type => new TestCaseData(type).SetArgDisplayNames(StoredEvents.NameOf(type)));

    [TestCaseSource(nameof(Sent))]
    public void A_message_out_is_written_as_its_sample_with_every_field(string name, Type type) => AssertWrittenAsRead(name, type, Json.Wire);

    [TestCaseSource(nameof(Kept))]
    public void A_stored_event_is_written_as_its_sample_without_empty_fields(Type type) => AssertWrittenAsRead($"stored.{StoredEvents.NameOf(type)}", type, Json.Stored);

    [TestCaseSource(nameof(Received))]
    public void A_message_in_names_its_fields_as_the_event_it_becomes(string name, Type type)
    {
        var sample = ContractFiles.SampleJson(name);
        var kept = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(sample, type, Json.Wire), type, Json.Wire);
        foreach (var field in sample.EnumerateObject())
        {
            Assert.That(JsonElement.DeepEquals(kept.GetProperty(field.Name), field.Value), $"{field.Name}: {kept.GetProperty(field.Name)} for {field.Value}");
        }
    }

    [Test]
    public void There_is_a_sample_of_every_message_and_event_and_no_other() => Assert.That(
        ContractFiles.SampleNames,
        Is.EquivalentTo([.. Out.Concat(In).Select(sample => sample.Name), "result.older", .. StoredEvents.All.Select(type => $"stored.{StoredEvents.NameOf(type)}")]));

    [TestCase("gate.opened", "gate.push_stable.opened", typeof(GateOpened))]
    [TestCase("gate.first_failure", "gate.push_stable.first_failure", typeof(GateFirstFailure))]
    [TestCase("gate.first_error", "gate.push_stable.first_error", typeof(GateFirstError))]
    [TestCase("gate.complete", "gate.push_stable.complete.failed", typeof(GateCompleted))]
    [TestCase("gate.changed", "gate.push_stable.changed.passed", typeof(GateChanged))]
    [TestCase("gate.closed", "gate.push_stable.closed", typeof(GateClosed))]
    public void A_gates_event_becomes_its_message(string message, string routingKey, Type type)
    {
        var said = (GateSaid)JsonSerializer.Deserialize(ContractFiles.Sample($"stored.{StoredEvents.NameOf(type)}"), type, Json.Stored)!;
        var sample = ContractFiles.SampleJson(message);
        var made = GateMessage.From(said, sample.GetProperty("sequence").GetInt64(), "https://gatehouse.example.org");
        Assert.Multiple(() =>
        {
            Assert.That(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(made, Json.Wire), sample), Is.True);
            Assert.That(GateMessage.RoutingKeyOf(said), Is.EqualTo(routingKey));
            Assert.That(GateMessage.TypeOf(said), Is.EqualTo(made.Type));
        });
    }

    /// <summary>A reader learns from the samples how the sentence, the numbers and the lists go together.</summary>
    [TestCaseSource(nameof(OfGates))]
    public void A_gates_sample_says_what_its_counts_say(string name)
    {
        var message = JsonSerializer.Deserialize<GateMessage>(ContractFiles.Sample(name), Json.Wire)!;
        var (all, essential) = (message.Counts, message.Counts.Essential!);
        Assert.Multiple(() =>
        {
            Assert.That(
                message.Summary,
                Is.EqualTo(message.Reason == GateReason.Released ? GateSummary.OfReleased(all, "nirik") : GateSummary.Of(all)));
            Assert.That(all.Passed + all.Failed + all.Errored + all.Running + all.Missing + all.Waived, Is.EqualTo(all.Requirements));
            Assert.That(
                essential.Passed + essential.Failed + essential.Errored + essential.Running + essential.Missing + essential.Waived,
                Is.EqualTo(essential.Requirements));
            Assert.That(message.Unsatisfied, Has.Count.EqualTo(all.Failed + all.Errored + all.Running + all.Missing));
            Assert.That(message.Unsatisfied.Count(r => r.Essential), Is.EqualTo(essential.Requirements - essential.Passed - essential.Waived));
            Assert.That(message.Waived, Has.Count.EqualTo(all.Waived));
        });
    }

    [Test]
    public void A_change_that_keeps_the_verdict_goes_out_on_a_key_of_its_own()
    {
        var said = JsonSerializer.Deserialize<GateChanged>(ContractFiles.Sample("stored.gate_changed"), Json.Stored)!;
        var onlyReasons = said with { Statement = said.Statement with { Verdict = Verdict.Failed, PreviousVerdict = Verdict.Failed } };
        Assert.That(GateMessage.RoutingKeyOf(onlyReasons), Is.EqualTo("gate.push_stable.changed.failed.reasons"));
    }

    private static void AssertWrittenAsRead(string name, Type type, JsonSerializerOptions options)
    {
        var sample = ContractFiles.SampleJson(name);
        var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(sample, type, options), type, options);
        Assert.That(JsonElement.DeepEquals(written, sample), $"written: {written}");
    }
}
