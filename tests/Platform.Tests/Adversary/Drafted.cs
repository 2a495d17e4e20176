using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>An update as its tool knows it.</summary>
internal sealed class Drafted(string alias, string productVersion, TimeSpan clock)
{
    public string Alias => alias;

    public string ProductVersion { get; set; } = productVersion;

    /// <summary>How far its tool's clock is ahead.</summary>
    public TimeSpan Clock => clock;

    public List<string> Contexts { get; } = [];

    public List<string> Builds { get; } = [];

    public List<string> Composes { get; } = [];

    /// <summary>The times of its definitions so far.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>Its definition as it is now.</summary>
    public Fact Defined(int serial, DateTimeOffset time, DateTimeOffset? since, bool byUser, string compose = "compose")
    {
        Times.Add(time);
        var subjects = Composes.Select(c => (JsonNode)new JsonObject { ["type"] = compose, ["id"] = c });
        return Of(serial, byUser, new JsonObject
        {
            ["alias"] = alias,
            ["product_version"] = ProductVersion,
            ["decision_contexts"] = new JsonArray([.. Contexts]),
            ["builds"] = new JsonArray([.. Builds]),
            ["subjects"] = Composes.Count == 0 ? null : new JsonArray([.. subjects]),
            ["builds_since"] = since is { } began ? Fact.Stamp(began) : null,
            ["time"] = Fact.Stamp(time),
        });
    }

    public Fact Closed(int serial, DateTimeOffset time, string state, bool byUser) => Of(serial, byUser, new JsonObject
    {
        ["alias"] = alias,
        ["state"] = state,
        ["time"] = Fact.Stamp(time),
    });

    private static Fact Of(int serial, bool byUser, JsonObject body)
    {
        body["title"] = Fact.Mark(serial);
        return new Fact("update", serial, body.ToJsonString()) { ByUser = byUser, OnlyByBus = byUser };
    }
}
