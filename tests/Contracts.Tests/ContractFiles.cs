using System.Text.Json;

namespace Gatehouse.Contracts.Tests;

/// <summary>The files that foreign clients read.</summary>
internal static class ContractFiles
{
    public static string Readme { get; } = Read("README.md");

    public static string AsyncApi { get; } = Read("asyncapi.yaml");

    public static IReadOnlyList<string> SampleNames { get; } =
        [.. Directory.EnumerateFiles(PathOf("Samples"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Stored events of the first edition, which are kept for ever.</summary>
    public static IReadOnlyList<string> FirstEditionNames { get; } =
        [.. Directory.EnumerateFiles(PathOf("Samples/1.0"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static JsonElement FirstEditionJson(string name) => SampleJson($"1.0/{name}");

    public static string Sample(string name) => Read($"Samples/{name}.json");

    public static JsonElement SampleJson(string name) => JsonElement.Parse(Sample(name));

    private static string Read(string name) => File.ReadAllText(PathOf(name));

    private static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, name);
}
