using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A message that the adversary's world sends.</summary>
/// <param name="Kind"><c>result</c>, <c>update</c> or <c>waiver</c>.</param>
/// <param name="Key">What it is known by in the log: its id, or an update's alias and time.</param>
internal sealed record Fact(string Kind, string Key, JsonObject Body)
{
    private readonly string text = Body.ToJsonString();

    public string Exchange => $"gatehouse.{Kind}s";

    public string RoutingKey => $"{Kind}.adversary";

    public string Text => text;

    public ReadOnlyMemory<byte> Bytes => Encoding.UTF8.GetBytes(text);

    public static Fact Update(string alias, DateTimeOffset time, JsonObject body) => new("update", KeyOf(alias, time), body);

    /// <summary>A result or waiver.</summary>
    public static Fact Of(string kind, JsonObject subject, string testcase, string id, JsonObject rest)
    {
        (rest["id"], rest["subject"], rest["testcase"]) = (id, subject, testcase);
        return new(kind, id, rest);
    }

    public static string KeyOf(string alias, DateTimeOffset time) => $"{alias} at {Stamp(time)}";

    /// <summary>To the microsecond, as all times are kept.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture);

    public bool Equals(Fact? other) => other is not null && (Kind, Key) == (other.Kind, other.Key);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
