namespace Gatehouse.Oracle;

/// <summary>Which sentences of the rules a history came to, and the one that this oracle breaks on purpose.</summary>
internal sealed class Trail(Bug bug)
{
    public HashSet<string> Marks { get; } = new(StringComparer.Ordinal);

    /// <summary>This sentence is obeyed.</summary>
    public bool Obeys(Bug sentence) => bug != sentence;

    /// <summary>This sentence is broken.</summary>
    public bool Breaks(Bug sentence) => bug == sentence;

    /// <summary>Notes that a sentence decided something here.</summary>
    public void Seen(string mark) => Marks.Add(mark);

    /// <summary>Notes it where the condition that the sentence names holds; gives the condition.</summary>
    public bool Seen(string mark, bool holds)
    {
        if (holds)
        {
            Marks.Add(mark);
        }

        return holds;
    }
}
