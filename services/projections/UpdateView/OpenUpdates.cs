using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Which open updates hold a subject, or are it, as of a place in the log.</summary>
public sealed class OpenUpdates
{
    private readonly Dictionary<Subject, SortedSet<string>> bySubject = [];

    public void Add(Subject subject, string alias)
    {
        if (!bySubject.TryGetValue(subject, out var aliases))
        {
            bySubject[subject] = aliases = new SortedSet<string>(StringComparer.Ordinal);
        }

        aliases.Add(alias);
    }

    /// <summary>The update is now something else.</summary>
    public void Replace(UpdateRecord? before, UpdateRecord after)
    {
        foreach (var subject in before?.OpenSubjects ?? [])
        {
            if (bySubject.TryGetValue(subject, out var aliases))
            {
                aliases.Remove(after.Alias);
            }
        }

        foreach (var subject in after.OpenSubjects)
        {
            Add(subject, after.Alias);
        }
    }

    /// <summary>Their aliases, in alphabetical order.</summary>
    public string[] Of(Subject subject) => bySubject.TryGetValue(subject, out var aliases) ? [.. aliases] : [];

    /// <summary>Those of several subjects.</summary>
    public string[] Of(IEnumerable<Subject> subjects) => subjects.Select(Of).ToArray() is var all && all is [var one]
        ? one
        : [.. all.SelectMany(aliases => aliases).Distinct().Order(StringComparer.Ordinal)];
}
