using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>The definition of an update that counts, read off the whole history each time.</summary>
internal sealed record Definition(UpdateRecorded Recorded, bool IsOpen, int Revision, DateTimeOffset Start, IReadOnlyList<string> Builds)
{
    public IReadOnlyList<string> Contexts => IsOpen ? Recorded.DecisionContexts! : [];

    /// <summary>Rule 9: the newest by time, of equal time the later recorded; revisions are numbered as edits are taken up.</summary>
    public static Definition? Of(string alias, IEnumerable<Entry> entries)
    {
        Definition? current = null;
        foreach (var entry in entries)
        {
            if (entry.What is UpdateRecorded update && update.Alias == alias && (current is null || update.Time >= current.Recorded.Time))
            {
                current = Next(current, update, entry.At);
            }
        }

        return current;
    }

    private static Definition Next(Definition? current, UpdateRecorded update, DateTimeOffset at)
    {
        if (update.State != UpdateState.Open)
        {
            return new Definition(update, false, current?.Revision ?? 0, at, current?.Builds ?? []);
        }

        var sameRevision = current is { IsOpen: true } && current.Recorded.ProductVersion == update.ProductVersion
            && current.Builds.Order(StringComparer.Ordinal).SequenceEqual(update.Builds!.Order(StringComparer.Ordinal));
        return sameRevision
            ? current! with { Recorded = update }
            : new Definition(update, true, (current?.Revision ?? 0) + 1, at, update.Builds!);
    }
}
