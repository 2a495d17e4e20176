using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>A valid result was recorded. Stored for ever; fields are only ever added.</summary>
public sealed record ResultRecorded
{
    /// <summary>The result's id: the publisher's UUID, or the version 5 UUID of its text.</summary>
    public required Guid Id { get; init; }

    /// <summary>The publisher's id where it was no UUID.</summary>
    public string? SourceId { get; init; }

    public required Subject Subject { get; init; }

    public required string Testcase { get; init; }

    /// <summary>The link of the testcase, where it came as an object.</summary>
    public string? TestcaseRefUrl { get; init; }

    public string? Scenario { get; init; }

    public string? Arch { get; init; }

    /// <summary>Upper case; one of the outcomes configured when it was recorded.</summary>
    public required string Outcome { get; init; }

    /// <summary>When the test says so; arrival where it does not.</summary>
    public required DateTimeOffset SubmitTime { get; init; }

    /// <summary>The submit time is arrival, so it does not count when contents are compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SubmitTimeDefaulted { get; init; }

    public string? RefUrl { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The publisher's own fields: an object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The AMQP user or HTTP identity that brought it.</summary>
    public string? UserId { get; init; }

    /// <summary>The cell this result lands in.</summary>
    [JsonIgnore]
    public Cell Cell => new(Subject, Testcase, Scenario, Arch);

    /// <summary>The id of the event that records it.</summary>
    public Guid EventId() => Ids.Event(Kinds.Result, Id);
}
