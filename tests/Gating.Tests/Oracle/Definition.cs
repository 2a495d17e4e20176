using Gatehouse.Contracts;

namespace Gatehouse.Oracle;

/// <summary>What an update is, read off the whole history each time (rule 9).</summary>
internal sealed class Definition(Trail trail)
{
    private readonly List<(Entry Entry, UpdateRecorded Update)> stretch = [];
    private readonly List<UpdateRecorded> onRecord = [];
    private Entry? newest;
    private UpdateRecorded? first;

    /// <summary>The newest definition or closing taken up.</summary>
    public UpdateRecorded Newest => (UpdateRecorded)newest!.What;

    public bool IsOpen { get; private set; }

    public int Revision { get; private set; }

    public string ProductVersion { get; private set; } = "";

    public IReadOnlyList<string> Builds { get; private set; } = [];

    public IReadOnlyList<Subject> Subjects { get; private set; } = [];

    /// <summary>The gates it stands before, each with when its opening began.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Contexts { get; private set; } =
        new Dictionary<string, DateTimeOffset>();

    /// <summary>
    /// Since when the update has its present builds, subjects and product version; null where all evidence counts.
    /// </summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>The definitions taken up in the unbroken stretch in which the update has what it has now.</summary>
    public IEnumerable<UpdateRecorded> Stretch => stretch.Select(s => s.Update);

    /// <summary>All definitions, whether or not they were taken up. A closing is none.</summary>
    public IReadOnlyList<UpdateRecorded> OnRecord => onRecord;

    /// <summary>Null of an update that nothing was heard of.</summary>
    public static Definition? Of(string alias, IEnumerable<Entry> entries, Trail trail)
    {
        var definition = new Definition(trail);
        foreach (var entry in entries)
        {
            if (entry.What is UpdateRecorded update && update.Alias == alias)
            {
                definition.Hear(entry, update);
            }
        }

        return definition.newest is null ? null : definition;
    }

    private void Hear(Entry entry, UpdateRecorded update)
    {
        if (update.State == UpdateState.Open)
        {
            onRecord.Add(update);
        }

        if (newest is { } before && !IsTakenUp(entry, update, before))
        {
            return;
        }

        if (update.State == UpdateState.Open)
        {
            Define(entry, update);
        }
        else
        {
            trail.Seen("9.first_heard_of_as_closed", newest is null);
            IsOpen = false;
            Contexts = new Dictionary<string, DateTimeOffset>();
        }

        newest = entry;
    }

    // The newest time wins; of equal time a closing counts over a definition, else the one recorded later.
    private bool IsTakenUp(Entry entry, UpdateRecorded update, Entry before)
    {
        var (time, timeBefore) = (TimeOf(entry, update), TimeOf(before, Newest));
        if (time < timeBefore)
        {
            trail.Seen("9.older_edit_is_not_taken_up");
            return trail.Breaks(Bug.OlderEditIsTakenUp);
        }

        if (time == timeBefore && Newest.State != UpdateState.Open && update.State == UpdateState.Open)
        {
            trail.Seen("9.of_equal_time_a_closing_counts");
            return trail.Breaks(Bug.DefinitionOfEqualTimeReopens);
        }

        trail.Seen("9.of_equal_time_the_later_counts", time == timeBefore);
        return trail.Obeys(Bug.EarlierOfEqualTimeCounts) || time > timeBefore || update.State != UpdateState.Open;
    }

    private DateTimeOffset TimeOf(Entry entry, UpdateRecorded update)
    {
        trail.Seen("9.time_ahead_is_arrival", update.Time > entry.At);
        return trail.Breaks(Bug.DefinitionAheadIsKept) ? update.Time : entry.Counted(update.Time);
    }

    private void Define(Entry entry, UpdateRecorded update)
    {
        var isFirst = stretch.Count == 0;
        var isSame = !isFirst && IsSame(update);
        var startsRevision = isFirst || !isSame || (!IsOpen && trail.Obeys(Bug.ReopeningKeepsRevision));
        trail.Seen("9.reopening_starts_a_revision", isSame && !IsOpen);
        trail.Seen("9.other_edits_change_nothing", isSame && IsOpen);
        if (!isSame || (trail.Breaks(Bug.ReopeningBringsAnew) && !IsOpen))
        {
            Bring(entry, update, isFirst);
            if (trail.Obeys(Bug.ComebackContinuesTheStretch))
            {
                stretch.Clear();
            }
        }
        else if (trail.Breaks(Bug.BuildsSinceOfAnyEdit) && update.BuildsSince is { } since)
        {
            Since = Cut(since);
        }

        stretch.Add((entry, update));
        Revision += startsRevision ? 1 : 0;
        Contexts = update.DecisionContexts!.Distinct().ToDictionary(
            c => c, c => !startsRevision && Contexts.TryGetValue(c, out var opened)
                ? opened : Began(entry, update, startsRevision));
        (IsOpen, ProductVersion, Builds, Subjects) = (true, update.ProductVersion!, update.Builds ?? [],
            update.Subjects ?? []);
    }

    private DateTimeOffset Began(Entry entry, UpdateRecorded update, bool startsRevision)
    {
        trail.Seen("9.context_added_from_its_edit", !startsRevision);
        return trail.Breaks(Bug.DeadlineFromTheDefinitionsTime) ? update.Time
            : !startsRevision && trail.Breaks(Bug.ContextAddedFromTheRevisionsStart) && Contexts.Count > 0
            ? Contexts.Values.Min()
            : entry.At;
    }

    private bool IsSame(UpdateRecorded update)
    {
        var sameBuilds = (update.Builds ?? []).ToHashSet().SetEquals(Builds);
        var sameSubjects = (update.Subjects ?? []).ToHashSet().SetEquals(Subjects);
        var sameVersion = update.ProductVersion == ProductVersion;
        trail.Seen("9.subjects_start_a_revision", sameBuilds && sameVersion && !sameSubjects);
        trail.Seen("9.product_version_starts_a_revision", sameBuilds && sameSubjects && !sameVersion);
        return sameBuilds && (sameVersion || trail.Breaks(Bug.ProductVersionStartsNoRevision))
            && (sameSubjects || trail.Breaks(Bug.SubjectsStartNoRevision));
    }

    private void Bring(Entry entry, UpdateRecorded update, bool isFirst)
    {
        first ??= update;
        trail.Seen("9.coming_back_is_a_new_bringing", !isFirst && IsTheFirst(update));
        var repeats = newest is not null && update.Time == Newest.Time;
        if (update.BuildsSince is { } since && trail.Obeys(Bug.BuildsSinceIsIgnored))
        {
            trail.Seen(isFirst ? "9.builds_since_of_the_first" : "9.builds_since_of_an_edit");
            Since = Cut(entry.Counted(since));
        }
        else if (trail.Breaks(Bug.ComebackToTheFirstCountsAll) && !isFirst && IsTheFirst(update))
        {
            Since = null;
        }
        else if (isFirst && trail.Obeys(Bug.FirstDefinitionHasABeginning))
        {
            trail.Seen("9.all_counts_under_the_first");
            Since = null;
        }
        else
        {
            trail.Seen("9.repeated_time_counts_as_recorded", repeats);
            Since = Cut(repeats && trail.Obeys(Bug.RepeatedTimeIsTaken) ? entry.At : entry.Counted(update.Time));
        }
    }

    private bool IsTheFirst(UpdateRecorded update) =>
        (update.Builds ?? []).ToHashSet().SetEquals(first!.Builds ?? [])
            && (update.Subjects ?? []).ToHashSet().SetEquals(first.Subjects ?? [])
        && update.ProductVersion == first.ProductVersion;

    private DateTimeOffset Cut(DateTimeOffset time)
    {
        trail.Seen("9.cut_to_the_second", time.Ticks % TimeSpan.TicksPerSecond != 0);
        return trail.Breaks(Bug.SinceIsNotCut) ? time : time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
    }
}
