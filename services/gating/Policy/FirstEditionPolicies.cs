using Gatehouse.Contracts;
using Gatehouse.Hosting;
using YamlDotNet.RepresentationModel;

namespace Gatehouse.Gating;

/// <summary>
/// Policies as the first edition read them, for sets that it put in the log: decisions were made with what it understood, odd spellings included, and must go
/// on being understood. It refuses nothing; what that edition refused never came into the log.
/// </summary>
internal static class FirstEditionPolicies
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(8);

    public static IReadOnlyList<Policy> Of(IEnumerable<PolicyFile> files) => [.. files.SelectMany(Of)];

    private static IEnumerable<Policy> Of(PolicyFile file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(file.Text));
        return stream.Documents.Select(d => d.RootNode).OfType<YamlMappingNode>().Select(Read);
    }

    private static Policy Read(YamlMappingNode node)
    {
        var match = Value(node, "match") as YamlMappingNode ?? [];
        var policy = new Policy(
            Text(node, "id") ?? "",
            "",
            new Match(Texts(match, "product_versions"), Texts(match, "decision_contexts"), Texts(match, "packages"), Texts(match, "exclude_packages")),
            Text(node, "timeout") is { } text && Duration.TryParse(text, out var timeout) ? timeout : DefaultTimeout,
            Text(node, "wait_for") != "essential",
            [.. (Value(node, "checks") as YamlSequenceNode ?? []).OfType<YamlMappingNode>().Select(ReadCheck)]);
        return policy with { Hash = PolicyHash.Of(policy) };
    }

    private static Check ReadCheck(YamlMappingNode node) => new(
        Text(node, "testcase") ?? "",
        Text(node, "subject") == "update" ? Subject.Update : Subject.Build,
        Texts(node, "arches"),
        Texts(node, "scenarios"),
        Text(node, "essential") != "false");

    // That edition looked keys up with their tags: one that was tagged counted as left out.
    private static YamlNode? Value(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static string? Text(YamlMappingNode node, string key) => (Value(node, key) as YamlScalarNode)?.Value;

    private static List<string>? Texts(YamlMappingNode node, string key) =>
        (Value(node, key) as YamlSequenceNode)?.OfType<YamlScalarNode>().Select(item => item.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
}
