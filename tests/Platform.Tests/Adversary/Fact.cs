using System.Globalization;
using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>A message that the adversary's world sends.</summary>
/// <param name="Kind"><c>result</c>, <c>update</c> or <c>waiver</c>: what its sender says that it is.</param>
/// <param name="Serial">Its number, which it holds as text, so that it is known again wherever it turns up.</param>
/// <param name="Text">Its body.</param>
internal sealed record Fact(string Kind, int Serial, string Text)
{
    private const string Word = "fact ";

    /// <summary>The id that it has on record if it is taken; null where its content names it.</summary>
    public Guid? Id { get; init; }

    /// <summary>The transport's name of it.</summary>
    public string? MessageId { get; init; } = Mark(Serial);

    /// <summary>Its publisher lets the broker vouch for it.</summary>
    public bool ByUser { get; init; }

    /// <summary>Only the bus takes it as it is meant.</summary>
    public bool OnlyByBus { get; init; }

    /// <summary>The field that the contract blames; null of a valid one.</summary>
    public string? Wrong { get; init; }

    /// <summary>What it is about, where that can be read of a result.</summary>
    public RejectedResult? About { get; init; }

    /// <summary>What it is known by in the log: facts of one name say the same, or are in conflict.</summary>
    public string Name => Id is { } id ? $"{Kind} {id:D}" : $"{Kind} {Mark(Serial)}";

    public string Exchange => $"gatehouse.{Kind}s";

    public string RoutingKey => $"{Kind}.adversary";

    public ReadOnlyMemory<byte> Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>The text that a fact of this number holds: a note, a comment or a title.</summary>
    public static string Mark(int serial) => string.Create(CultureInfo.InvariantCulture, $"{Word}{serial}");

    /// <summary>The number of the fact that holds this text; null of another text.</summary>
    public static int? SerialOf(string? mark) =>
        mark?.StartsWith(Word, StringComparison.Ordinal) == true
            && int.TryParse(mark.AsSpan(Word.Length), CultureInfo.InvariantCulture, out var serial)
            ? serial : null;

    /// <summary>To the microsecond, as all times are kept.</summary>
    public static string Stamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture);

    public bool Equals(Fact? other) => other is not null && (Kind, Serial) == (other.Kind, other.Serial);

    public override int GetHashCode() => Serial;

    public override string ToString() => $"{Name}: {Text}";
}

/// <summary>A fact with how it was brought.</summary>
/// <param name="ByBus">At least one copy went over the bus.</param>
/// <param name="Answered">What the API said of it, where a copy went over HTTP.</param>
/// <param name="ConfirmedAt">When it was first certain to be durable; null where it never was.</param>
internal sealed record Sent(Fact Fact, bool ByBus, int? Answered, DateTimeOffset? ConfirmedAt)
{
    /// <summary>Whether anything of it is on record: what a request is refused is answered and not kept.</summary>
    public bool IsKept => ByBus || Answered is 202;
}
