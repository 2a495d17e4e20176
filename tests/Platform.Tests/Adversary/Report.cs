using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>A result as its publisher has it in mind, written in the form of the contract or the older one.</summary>
/// <param name="Type">As it is sent: it may be an alias.</param>
/// <param name="Items">What it was tested on; several only in the older form.</param>
internal sealed record Report(string Type, IReadOnlyList<string> Items, string Testcase, string Outcome)
{
    public string? Scenario { get; init; }

    /// <summary>At least one, or null in its place.</summary>
    public IReadOnlyList<string?> Arches { get; init; } = [null];

    public string? Variant { get; init; }

    public DateTimeOffset? SubmitTime { get; init; }

    public string? RefUrl { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>As text, which need not be a time.</summary>
    public string? DefinitionTime { get; init; }

    /// <summary>It is written in the older form.</summary>
    public bool IsOlder { get; init; }

    /// <summary>What its publisher names it by; null where its content has to do.</summary>
    public string? Name { get; init; }

    /// <summary>It is named by the transport alone.</summary>
    public bool IsNamedByMessage { get; init; }

    /// <summary>The broker vouches for who sent it.</summary>
    public bool ByUser { get; init; }

    public Fact ToFact(int serial) => new("result", serial, Body(serial).ToJsonString())
    {
        Id = Id(),
        // What has none is named by its content.
        MessageId = Name is null || IsNamedByMessage ? Name : Fact.Mark(serial),
        ByUser = ByUser,
        OnlyByBus = ByUser || IsNamedByMessage,
        About = About,
    };

    /// <summary>What is told of it where it is refused.</summary>
    public RejectedResult About => new(
        [.. Items.Distinct().Select(item => new Subject(Words.TypeOf(Type), item))], Testcase, Scenario,
        [.. Arches.Distinct()], Variant, Outcome, SubmitTime ?? default);

    public JsonObject Body(int serial)
    {
        var body = new JsonObject
        {
            ["id"] = IsNamedByMessage ? null : Name,
            ["testcase"] = Testcase,
            ["outcome"] = Outcome,
            ["submit_time"] = SubmitTime is { } time ? Fact.Stamp(time) : null,
            ["ref_url"] = RefUrl,
            ["groups"] = Groups is null ? null : new JsonArray([.. Groups]),
            ["definition_time"] = DefinitionTime,
            ["note"] = Fact.Mark(serial),
        };
        if (IsOlder)
        {
            body["data"] = new JsonObject
            {
                ["type"] = Type,
                ["item"] = List(Items),
                [Arches.Count > 1 ? "arch" : "system_architecture"] = List(Arches),
                ["scenario"] = Scenario,
                ["system_variant"] = Variant,
            };
        }
        else
        {
            body["subject"] = new JsonObject { ["type"] = Type, ["id"] = Items[0] };
            (body["arch"], body["scenario"], body["variant"]) = (Arches[0], Scenario, Variant);
        }

        return body;
    }

    private Guid? Id() => Name is null ? null
        : Guid.TryParse(Name, out var uuid) ? uuid
        : Naming.Of("result", Name, ByUser ? Story.User : null, Words.TypeOf(Type), Items.Distinct(), Testcase,
            Scenario, Arches.Distinct(), Variant);

    private static JsonNode? List(IReadOnlyList<string?> values) =>
        values.Count == 1 ? values[0] : new JsonArray([.. values.Select(v => (JsonNode?)v)]);
}
