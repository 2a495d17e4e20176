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

    /// <summary>
    /// What was tested, by the type that an alias stands for. Of several items it is the first: <see cref="Cells"/> has all.
    /// </summary>
    public required Subject Subject { get; init; }

    /// <summary>The subject's type as it was sent, where that was an alias of <see cref="Subject"/>'s; else null.</summary>
    public string? SentType { get; init; }

    /// <summary>Identifiers of the same type that were tested as well, without repeats; null where there are none.</summary>
    public IReadOnlyList<string>? FurtherItems { get; init; }

    public required string Testcase { get; init; }

    /// <summary>The link of the testcase, where it came as an object.</summary>
    public string? TestcaseRefUrl { get; init; }

    public string? Scenario { get; init; }

    public string? Arch { get; init; }

    /// <summary>Arches that the result holds for as well, without repeats; null where there are none.</summary>
    public IReadOnlyList<string>? FurtherArches { get; init; }

    /// <summary>The fifth part of its cell; null where none was named. No check can name one.</summary>
    public string? Variant { get; init; }

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

    /// <summary>The <c>time</c> of the update's definition that was tested (rule 9); null where none was named.</summary>
    public DateTimeOffset? DefinitionTime { get; init; }

    /// <summary>Paths of the texts that were cut to <see cref="Limits.Text"/> characters; null where none was.</summary>
    public IReadOnlyList<string>? Cut { get; init; }

    /// <summary>The AMQP user or HTTP identity that brought it.</summary>
    public string? UserId { get; init; }

    /// <summary>The texts of it that were overwritten (rule 17); null where none was.</summary>
    public IReadOnlyList<RedactedText>? Redacted { get; init; }

    /// <summary>
    /// Of a redacted one: the hash of what was sent, by which the same sent again is a repeat. Older events have it, too.
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>A hash of its link, whether or not that was redacted; null where it has none.</summary>
    [JsonIgnore]
    public long? LinkHash => RefUrl is null ? null : RedactedLink(Redaction.RefUrl) ?? Hash64.Of(RefUrl);

    /// <summary>Hashes of its groups, likewise; null where it has none.</summary>
    [JsonIgnore]
    public IReadOnlyList<long>? GroupHashes => Groups is not { Count: > 0 } ? null
        : [.. Groups.Select((group, i) => RedactedLink(Redaction.PathOfGroup(i)) ?? Hash64.Of(group))];

    /// <summary>The first of the cells this result lands in.</summary>
    [JsonIgnore]
    public Cell Cell => new(Subject, Testcase, Scenario, Arch, Variant);

    /// <summary>All that was tested, the first one first.</summary>
    [JsonIgnore]
    public IEnumerable<Subject> Subjects => FurtherItems is null ? [Subject] : FurtherItems.Select(item => Subject with { Id = item }).Prepend(Subject);

    /// <summary>Its arches, the first one first; one that is null where none was named.</summary>
    [JsonIgnore]
    public IEnumerable<string?> Arches => FurtherArches is null ? [Arch] : FurtherArches.Prepend(Arch);

    /// <summary>The cells this result lands in: each of its items with each of its arches.</summary>
    [JsonIgnore]
    public IEnumerable<Cell> Cells =>
        from subject in Subjects
        from arch in Arches
        select new Cell(subject, Testcase, Scenario, arch, Variant);

    /// <summary>The id of the event that records it.</summary>
    public Guid EventId() => Ids.Event(Kinds.Result, Id);

    /// <summary>The hash of a link or group that was redacted; null where that text was not.</summary>
    public long? RedactedLink(string path) => Redacted?.FirstOrDefault(text => text.Path == path)?.Link;
}
