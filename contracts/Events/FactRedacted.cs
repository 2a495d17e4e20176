namespace Gatehouse.Contracts;

/// <summary>
/// A text that held a secret was redacted (rule 17): in the transaction of this event it was overwritten wherever it
/// stood in the log. It says which text of which fact; never what it was.
/// </summary>
public sealed record FactRedacted
{
    /// <summary>What it is of: a result, a waiver, or a rejection.</summary>
    public required RedactedKind Kind { get; init; }

    /// <summary>The id of that result, waiver or rejection.</summary>
    public required Guid Fact { get; init; }

    /// <summary>Which text, as <see cref="Redaction"/> takes it: <c>note</c>, <c>data.console[2]</c>, <c>body</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the fact is about; null of a rejection.</summary>
    public IReadOnlyList<Subject>? Subjects { get; init; }

    /// <summary>Likewise.</summary>
    public string? Testcase { get; init; }

    /// <summary>Why, in the operator's words; null where none were given.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP identity that did it; null where nobody vouched.</summary>
    public string? UserId { get; init; }

    /// <summary>The id of this event: one text is redacted once, however often that is asked for.</summary>
    public Guid EventId() => EventIdOf(Kind, Fact, Path);

    /// <summary>The id that the event has which redacts this text.</summary>
    public static Guid EventIdOf(RedactedKind kind, Guid fact, string path) =>
        Ids.Version5($"{nameof(FactRedacted)}:{kind.ToString().ToLowerInvariant()}:{fact:D}:{path}");
}

/// <summary>What a text can be redacted in.</summary>
public enum RedactedKind
{
    Result,
    Waiver,
    Rejection,
}

/// <summary>A text of a stored fact that was overwritten.</summary>
/// <param name="Path">Which: see <see cref="Redaction"/>.</param>
/// <param name="Link">
/// A hash (<see cref="Hash64"/>) of what a link or a group was: results that name one run of a test system still do
/// (rules 4 and 9), so the log, folded again, decides the same. Null of all other texts.
/// </param>
public sealed record RedactedText(string Path, long? Link = null);
