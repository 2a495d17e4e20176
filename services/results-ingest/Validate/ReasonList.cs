using System.Collections;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Every reason a message is refused for. Beyond <see cref="Limit"/> they are only counted: a megabyte of wrong list items must not become fifty of reasons.
/// </summary>
internal sealed class ReasonList : IEnumerable<Reason>
{
    public const int Limit = 200;

    private readonly List<Reason> reasons = [];
    private readonly HashSet<string> blamed = new(StringComparer.Ordinal);
    private int more;

    public bool IsEmpty => reasons.Count == 0;

    /// <summary>Whether anything was said against the field, counted reasons included.</summary>
    public bool Blames(string field) => blamed.Contains(field);

    public void Add(string field, string message)
    {
        blamed.Add(field);
        if (reasons.Count < Limit)
        {
            reasons.Add(new Reason(field, message));
        }
        else
        {
            more++;
        }
    }

    public IReadOnlyList<Reason> ToList() => more == 0 ? reasons : [.. reasons, new Reason("", $"and {more} more reasons")];

    public IEnumerator<Reason> GetEnumerator() => ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
