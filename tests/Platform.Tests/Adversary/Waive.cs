using System.Text.Json.Nodes;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>A waiver or its withdrawal, as whoever gives it has it in mind.</summary>
/// <param name="Type">As it is sent: it may be an alias.</param>
internal sealed record Waive(string Type, string Item, string Testcase, bool Waived, string Name)
{
    public string? Scenario { get; init; }

    public string? Arch { get; init; }

    public string? ProductVersion { get; init; }

    public string? DecisionContext { get; init; }

    public string? Update { get; init; }

    public DateTimeOffset? Time { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public bool ByUser { get; init; }

    public Fact ToFact(int serial) => new("waiver", serial, Body(serial).ToJsonString())
    {
        Id = Guid.TryParse(Name, out var uuid) ? uuid
            : Naming.Of("waiver", Name, ByUser ? Story.User : null, Words.TypeOf(Type), Item, Testcase, Scenario, Arch,
                ProductVersion, DecisionContext, Update),
        ByUser = ByUser,
        OnlyByBus = ByUser,
    };

    public JsonObject Body(int serial) => new()
    {
        ["id"] = Name,
        ["subject"] = new JsonObject { ["type"] = Type, ["id"] = Item },
        ["testcase"] = Testcase,
        ["scenario"] = Scenario,
        ["arch"] = Arch,
        ["product_version"] = ProductVersion,
        ["decision_context"] = DecisionContext,
        ["update"] = Update,
        ["waived"] = Waived,
        ["comment"] = Fact.Mark(serial),
        ["username"] = "kparal",
        ["time"] = Time is { } time ? Fact.Stamp(time) : null,
        ["expires"] = Expires is { } expires ? Fact.Stamp(expires) : null,
    };
}
