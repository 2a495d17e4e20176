namespace Gatehouse.Contracts;

/// <summary>An update's definition, an edit of it, or its closing was recorded. Which of them counts is decided by <see cref="Time"/>.</summary>
public sealed record UpdateRecorded
{
    public required string Alias { get; init; }

    /// <summary>Null only in a closing that left it out; likewise the two below.</summary>
    public string? ProductVersion { get; init; }

    /// <summary>Without repeats, in the order given.</summary>
    public IReadOnlyList<string>? DecisionContexts { get; init; }

    /// <summary>NVRs without repeats, in the order given.</summary>
    public IReadOnlyList<string>? Builds { get; init; }

    /// <summary>
    /// What else belongs to the update, without repeats, in the order given; null where nothing does. Never a build, nor the update itself.
    /// </summary>
    public IReadOnlyList<Subject>? Subjects { get; init; }

    /// <summary>Since when the update has these builds and subjects, as its sender says (rule 9).</summary>
    public DateTimeOffset? BuildsSince { get; init; }

    public required UpdateState State { get; init; }

    public string? Submitter { get; init; }

    public string? Title { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string? Url { get; init; }

    /// <summary>The AMQP user or HTTP identity that brought it.</summary>
    public string? UserId { get; init; }

    /// <summary>The id of the event that records it: the same definition again has the same.</summary>
    public Guid EventId() => Ids.Version5($"{Kinds.Update}:{ContentHash.Of(this)}");
}
