using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Gatehouse.Contracts.Tests;

/// <summary>asyncapi.yaml says what the records say, and the samples are what it says.</summary>
internal sealed class AsyncApiTests
{
    private static readonly Schemas Document = Schemas.Read();

    /// <summary>What an event keeps beside what was sent.</summary>
    private static readonly string[] Added =
    [
        "source_id", "testcase_ref_url", "submit_time_defaulted", "time_defaulted", "user_id", "sent_type",
        "further_items", "further_arches", "cut", "redacted", "content_hash",
    ];

    private static IEnumerable<TestCaseData> Examples =>
        from message in ((YamlMappingNode)Document.At("components", "messages")).Children
        let payload = Value(message.Value, "payload")
        from example in (YamlSequenceNode)Value(message.Value, "examples")
        select new TestCaseData(Value(example, "name").ToString(), Value(Value(example, "payload"), "$ref").ToString(), payload)
            .SetArgDisplayNames(message.Key.ToString(), Value(example, "name").ToString());

    [TestCaseSource(nameof(Examples))]
    public void An_example_is_a_sample_that_keeps_its_schema(string name, string reference, YamlNode schema)
    {
        Assert.That(reference, Is.EqualTo($"./Samples/{name}.json"));
        Assert.That(Document.Errors(ContractFiles.SampleJson(name), schema), Is.Empty);
    }

    [Test]
    public void Every_message_is_an_example() => Assert.That(
        Examples.Select(example => example.Arguments[0]), Is.EquivalentTo(ContractFiles.SampleNames.Where(name => !name.StartsWith("stored.", StringComparison.Ordinal))));

    [TestCaseSource(typeof(Records), nameof(Records.Wire))]
    public void A_records_fields_are_its_schemas_and_all_are_always_there(Type record)
    {
        var schema = SchemaOf(record);
        Assert.That(Names(schema, "properties"), Is.EquivalentTo(Records.FieldsOf(record)));
        Assert.That(Schemas.Texts(Value(schema, "required")), Is.EquivalentTo(Records.FieldsOf(record)));
    }

    [TestCase("result", typeof(ResultRecorded))]
    [TestCase("update", typeof(UpdateRecorded))]
    [TestCase("waiver", typeof(WaiverRecorded))]
    public void What_comes_in_has_the_fields_of_the_event_it_becomes(string schema, Type recorded) =>
        Assert.That(Names(Document.At("components", "schemas", schema), "properties"), Is.EquivalentTo(Records.FieldsOf(recorded).Except(Added)));

    [Test]
    public void Words_are_those_of_the_code() => Assert.Multiple(() =>
    {
        Assert.That(Schemas.Texts(Document.At("components", "schemas", "verdict", "enum")), Is.EquivalentTo(Records.WordsOf<Verdict>()));
        Assert.That(Schemas.Texts(Document.At("components", "schemas", "answer", "enum")), Is.EquivalentTo(Records.WordsOf<Answer>()));
        Assert.That(
            Schemas.Texts(Document.At("components", "schemas", "gate_message", "properties", "reason", "enum")),
            Is.EquivalentTo([.. Records.WordsOf<GateReason>(), "null"]));
        Assert.That(
            Schemas.Texts(Document.At("components", "schemas", "update", "properties", "state", "enum")),
            Is.EquivalentTo([.. Records.WordsOf<UpdateState>(), "null"]));
    });

    [Test]
    public void A_part_of_a_gate_has_the_verdicts_of_the_code() => Assert.That(
        Schemas.Texts(Document.At("components", "schemas", "part_verdict", "enum")), Is.EquivalentTo(Records.WordsOf<PartVerdict>()));

    [Test]
    public void A_gate_message_has_the_types_of_the_code() => Assert.That(
        Schemas.Texts(Document.At("components", "schemas", "gate_message", "properties", "type", "enum")),
        Is.EquivalentTo(StoredEvents.OfGates.Select(GateMessage.TypeOf)));

    [Test]
    public void Channels_are_the_routing_keys_of_the_code()
    {
        var addresses = ((YamlMappingNode)Document.At("channels")).Children.Values.Select(channel => Value(channel, "address").ToString());
        var taken = new[] { "result.{subject_type}.{testcase}", "update.{alias}", "waiver.{testcase}" };
        Assert.That(addresses, Is.EquivalentTo(taken.Concat(RoutingKeyPatterns.Of(word => $"{{{word.Replace(' ', '_')}}}"))));
    }

    [Test]
    public void Exchanges_are_those_of_the_code() => Assert.That(
        ((YamlMappingNode)Document.At("components", "channelBindings")).Children.Values.Select(binding => Value(Value(Value(binding, "amqp"), "exchange"), "name").ToString()),
        Is.EqualTo([Exchanges.Results, Exchanges.Updates, Exchanges.Waivers, Exchanges.Out]));

    [TestCase("""{ "alias": "A", "time": "2026-11-22T10:00:00Z" }""", "update", Description = "neither a definition nor a closing")]
    [TestCase("""{ "alias": "A", "time": "today", "state": "shipped" }""", "update")]
    [TestCase("""{ "subject": { "type": "koji build", "id": "a-1-1" }, "testcase": "t", "outcome": "PASSED" }""", "result")]
    [TestCase("""{ "subject": { "type": "koji_build", "id": "a-1-1" }, "testcase": "t" }""", "result")]
    [TestCase("""{ "testcase": "t", "outcome": "PASSED", "data": { "item": "a-1-1", "type": ["koji_build", "compose"] } }""", "result_older")]
    [TestCase("""{ "testcase": "t", "outcome": "PASSED", "data": { "item": [], "type": "koji_build" } }""", "result_older")]
    [TestCase("""{ "alias": "A", "time": "2026-11-22T10:00:00Z", "product_version": "p", "decision_contexts": ["c"] }""", "update", Description = "nothing in it")]
    [TestCase("\"vim-2:9.1-1.fc44\"", "nvr_sent", Description = "an epoch")]
    [TestCase("\"vim-9.1-1.fc44.x86_64.rpm\"", "nvr_sent", Description = "a file of a build")]
    [TestCase("\"vim-9.1\"", "nvr_sent")]
    [TestCase("""{ "field": "", "message": "m", "more": 1 }""", "reason")]
    public void The_check_finds_what_is_wrong(string json, string schema) =>
        Assert.That(Document.Errors(JsonElement.Parse(json), Document.At("components", "schemas", schema)), Is.Not.Empty);

    private static YamlNode SchemaOf(Type record) => Document.At("components", "schemas", record == typeof(ResultMessage) ? "announced_result" : Records.Word(record.Name));

    private static IEnumerable<string> Names(YamlNode schema, string key) => ((YamlMappingNode)Value(schema, key)).Children.Keys.Select(name => name.ToString());

    private static YamlNode Value(YamlNode node, string key) => ((YamlMappingNode)node).Children[new YamlScalarNode(key)];
}
