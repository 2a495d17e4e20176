using System.Text.Json.Serialization;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The definition of an update that counts (rule 9): the newest by time; of equal time a closing, else the later recorded.</summary>
/// <param name="ContextsSince">For each context when the definition was recorded that its opening begins with.</param>
/// <param name="Time">That of the newest definition or closing taken up, as sent.</param>
/// <param name="Counted">The same as it is compared: one ahead of arrival counts as arrival.</param>
/// <param name="Revision">How many revisions were started; 0 for an update that was first heard of as closed.</param>
/// <param name="Trace">That of the definition which started the revision.</param>
/// <param name="Window">Which evidence about the update itself counts.</param>
public sealed record UpdateInForce(
    string Alias,
    string ProductVersion,
    IReadOnlyList<string> Contexts,
    IReadOnlyList<DateTimeOffset> ContextsSince,
    IReadOnlyList<string> Builds,
    IReadOnlyList<Subject> Subjects,
    UpdateState State,
    DateTimeOffset Time,
    DateTimeOffset Counted,
    int Revision,
    string? Trace,
    EvidenceWindow Window)
{
    [JsonIgnore]
    public bool IsOpen => State == UpdateState.Open;

    /// <summary>The definition that counts after one more was recorded.</summary>
    /// <param name="before">Null for an update not heard of yet.</param>
    /// <param name="at">When it was recorded.</param>
    public static UpdateInForce After(UpdateInForce? before, UpdateRecorded recorded, DateTimeOffset at, string? trace)
    {
        var counted = Earlier(recorded.Time, at);
        if (before is null)
        {
            var unheard = new EvidenceWindow(null, [], []);
            before = new UpdateInForce(
                recorded.Alias, "", [], [], [], [], UpdateState.Withdrawn, recorded.Time, DateTimeOffset.MinValue, 0, trace, unheard);
        }

        if (!before.IsOlderThan(counted, recorded.State))
        {
            // Not taken up, but on record: a result may name it as the one that was tested.
            return recorded.State == UpdateState.Open ? before with { Window = before.Window.Knowing(recorded.Time) } : before;
        }

        if (recorded.State != UpdateState.Open)
        {
            // What else a closing says does not matter: reopening brings a whole definition.
            return before with { State = recorded.State, Time = recorded.Time, Counted = counted };
        }

        var next = before with
        {
            ProductVersion = recorded.ProductVersion ?? before.ProductVersion,
            Contexts = recorded.DecisionContexts ?? before.Contexts,
            Builds = recorded.Builds ?? [],
            Subjects = recorded.Subjects ?? [],
            State = UpdateState.Open,
            Time = recorded.Time,
            Counted = counted,
        };
        var isFirst = before.Revision == 0;
        var isSame = !isFirst && next.HoldsTheSameAs(before);
        next = isSame
            ? next with { Builds = before.Builds, Subjects = before.Subjects, Window = before.Window.Continued(recorded.Time) }
            : next with { Window = before.Window.Begun(recorded.Time, SinceOf(before, recorded, at, isFirst)) };
        var isSameRevision = before.IsOpen && isSame;
        next = next with { ContextsSince = [.. next.Contexts.Select(context => isSameRevision ? before.OpenedAt(context) ?? at : at)] };
        return isSameRevision ? next : next with { Revision = before.Revision + 1, Trace = trace };
    }

    /// <summary>When a gate's opening began; null of a context that the update does not stand before.</summary>
    public DateTimeOffset? OpenedAt(string context)
    {
        var place = Contexts.ToList().IndexOf(context);
        return place < 0 ? null : ContextsSince[place];
    }

    private bool IsOlderThan(DateTimeOffset counted, UpdateState state) =>
        counted > Counted || (counted == Counted && (IsOpen || state != UpdateState.Open));

    private bool HoldsTheSameAs(UpdateInForce other) =>
        ProductVersion == other.ProductVersion && Builds.ToHashSet().SetEquals(other.Builds) && Subjects.ToHashSet().SetEquals(other.Subjects);

    // Under the first definition all counts, unless it says since when. A time that is repeated is not when these builds came.
    private static DateTimeOffset? SinceOf(UpdateInForce before, UpdateRecorded recorded, DateTimeOffset at, bool isFirst)
    {
        if (recorded.BuildsSince is { } since)
        {
            return WholeSecond(Earlier(since, at));
        }

        return isFirst ? null : WholeSecond(recorded.Time == before.Time ? at : Earlier(recorded.Time, at));
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
