using System.Text.RegularExpressions;

namespace Gatehouse.Contracts.Tests;

/// <summary>README.md leaves nothing out that the records have.</summary>
internal sealed partial class ReadmeTests
{
    /// <summary>Every word that is set as code.</summary>
    private static readonly HashSet<string> CodeWords =
        [.. Code().Matches(ContractFiles.Readme).SelectMany(span => Word().Matches(span.Value)).Select(word => word.Value)];

    private static IEnumerable<Type> All => Records.Wire.Concat(Records.Stored);

    [TestCaseSource(nameof(All))]
    public void Every_field_is_there(Type record) => Assert.That(Records.FieldsOf(record).Where(field => !CodeWords.Contains(field)), Is.Empty);

    [Test]
    public void Every_word_of_the_vocabulary_is_there()
    {
        string[] words =
        [
            .. Records.WordsOf<Verdict>(), .. Records.WordsOf<Answer>(), .. Records.WordsOf<GateReason>(), .. Records.WordsOf<UpdateState>(),
            .. Records.WordsOf<GateStatus>(), .. Records.WordsOf<PartVerdict>(), .. Records.WordsOf<OutcomeKind>(), .. Records.WordsOf<RejectionState>(), .. Outcomes.Standard.Names, Kinds.Result, Kinds.Update, Kinds.Waiver,
        ];
        Assert.That(words.Where(word => !CodeWords.Contains(word)), Is.Empty);
    }

    [Test]
    public void Every_routing_key_and_exchange_is_there()
    {
        string[] keys = [.. RoutingKeyPatterns.Of(word => $"<{word}>"), Exchanges.Results, Exchanges.Updates, Exchanges.Waivers, Exchanges.Out];
        Assert.That(keys.Where(key => !ContractFiles.Readme.Contains($"`{key}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_stored_event_is_there() =>
        Assert.That(StoredEvents.All.Select(StoredEvents.NameOf).Where(name => !ContractFiles.Readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Every_sample_is_linked_and_every_link_is_a_sample() =>
        Assert.That(Link().Matches(ContractFiles.Readme).Select(link => link.Groups[1].Value).Distinct(), Is.EquivalentTo(ContractFiles.SampleNames));

    [Test]
    public void The_namespace_of_ids_is_there() => Assert.That(ContractFiles.Readme, Does.Contain(Ids.Namespace.ToString("D")));

    [GeneratedRegex("```.*?```|`[^`\n]+`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\(Samples/([a-z_.]+)\.json\)")]
    private static partial Regex Link();
}
