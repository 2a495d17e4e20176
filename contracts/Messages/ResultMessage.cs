using System.Text.Json;

namespace Gatehouse.Contracts;

/// <summary>A recorded result as it is announced and read: the contract's form, whatever form it came in.</summary>
public sealed record ResultMessage
{
    public required Guid Id { get; init; }
    public required string? SourceId { get; init; }
    public required Subject Subject { get; init; }
    public required string Testcase { get; init; }
    public required string? Scenario { get; init; }
    public required string? Arch { get; init; }
    public required string? Variant { get; init; }
    public required string Outcome { get; init; }
    public required DateTimeOffset SubmitTime { get; init; }
    public required string? RefUrl { get; init; }
    public required string? Note { get; init; }
    public required IReadOnlyList<string>? Groups { get; init; }
    public required JsonElement? Data { get; init; }

    /// <summary>The time of the definition that was tested, as the publisher named it.</summary>
    public required DateTimeOffset? DefinitionTime { get; init; }

    /// <summary>Further items and arches that it holds for; empty where there are none.</summary>
    public required IReadOnlyList<string> FurtherItems { get; init; }
    public required IReadOnlyList<string> FurtherArches { get; init; }

    /// <summary>Paths of texts that were cut; empty where none was.</summary>
    public required IReadOnlyList<string> Cut { get; init; }

    /// <summary>The position in the log.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The outcome equals <see cref="PreviousOutcome"/>.</summary>
    public required bool Duplicate { get; init; }

    /// <summary>The outcome of its cell's newest result when this one was recorded; null for the first.</summary>
    public required string? PreviousOutcome { get; init; }

    /// <summary>How many results its cell held then, this one included.</summary>
    public required long TimesSeen { get; init; }

    /// <summary>False when an older submit time arrived late.</summary>
    public required bool Newest { get; init; }

    /// <summary>Aliases of the updates that were open then and hold its build, in alphabetical order.</summary>
    public required IReadOnlyList<string> Updates { get; init; }

    /// <summary>The result in the contract's form, with what the log and its cell add.</summary>
    public static ResultMessage From(
        ResultRecorded result, long sequence, DateTimeOffset recordedAt, string? previousOutcome, long timesSeen, bool newest, IReadOnlyList<string> updates) => new()
        {
            Id = result.Id,
            SourceId = result.SourceId,
            Subject = result.SentType is { } sent ? result.Subject with { Type = sent } : result.Subject,
            Testcase = result.Testcase,
            Scenario = result.Scenario,
            Arch = result.Arch,
            Variant = result.Variant,
            Outcome = result.Outcome,
            SubmitTime = result.SubmitTime,
            RefUrl = result.RefUrl,
            Note = result.Note,
            Groups = result.Groups,
            Data = result.Data,
            DefinitionTime = result.DefinitionTime,
            FurtherItems = result.FurtherItems ?? [],
            FurtherArches = result.FurtherArches ?? [],
            Cut = result.Cut ?? [],
            Sequence = sequence,
            RecordedAt = recordedAt,
            Duplicate = result.Outcome == previousOutcome,
            PreviousOutcome = previousOutcome,
            TimesSeen = timesSeen,
            Newest = newest,
            Updates = updates,
        };
}
