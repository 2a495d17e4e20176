namespace Gatehouse.Projections;

/// <summary>Which open updates hold a build, as of a place in the log.</summary>
public sealed class OpenUpdates
{
    private readonly Dictionary<string, SortedSet<string>> byBuild = new(StringComparer.Ordinal);

    public void Add(string build, string alias)
    {
        if (!byBuild.TryGetValue(build, out var aliases))
        {
            byBuild[build] = aliases = new SortedSet<string>(StringComparer.Ordinal);
        }

        aliases.Add(alias);
    }

    /// <summary>The update is now something else.</summary>
    public void Replace(UpdateRecord? before, UpdateRecord after)
    {
        foreach (var build in before?.OpenBuilds ?? [])
        {
            if (byBuild.TryGetValue(build, out var aliases))
            {
                aliases.Remove(after.Alias);
            }
        }

        foreach (var build in after.OpenBuilds)
        {
            Add(build, after.Alias);
        }
    }

    /// <summary>Their aliases, in alphabetical order.</summary>
    public string[] Of(string build) => byBuild.TryGetValue(build, out var aliases) ? [.. aliases] : [];
}
