using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What an earlier version has left: its store, its policies, what it answered and what it said.</summary>
internal sealed class EarlierStore(string version)
{
    /// <summary>Where that version was found, in all that it answered and said.</summary>
    public const string PublicUrl = "https://gatehouse.example.org";

    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", $"store-{version}");

    /// <summary>The policy files that were in force at the end.</summary>
    public IReadOnlyDictionary<string, string> Policies => Directory.GetFiles(Path.Combine(folder, "policies"))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>What it answered at the end, by path.</summary>
    public IReadOnlyDictionary<string, JsonNode> Answers =>
        Lines("answers.jsonl").ToDictionary(line => (string)line["path"]!, line => line["body"]!);

    /// <summary>What it had said, in the order in which it was heard.</summary>
    public IReadOnlyList<Heard> Messages => [.. Lines("messages.jsonl").Select(Heard.From)];

    /// <summary>Puts its database where there is an empty one.</summary>
    public async Task RestoreAsync(Store store)
    {
        await using var database = new Database(store.Postgres);
        await database.RunAsync(await File.ReadAllTextAsync(Path.Combine(folder, "store.sql")));
    }

    private IEnumerable<JsonObject> Lines(string file) =>
        File.ReadLines(Path.Combine(folder, file)).Select(line => JsonNode.Parse(line)!.AsObject());
}
