using System.Text.Json.Serialization;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The definition of an update that counts: the newest by time, of equal time the later recorded.</summary>
/// <param name="Revision">How many revisions were started; 0 for an update that was first heard of as closed.</param>
/// <param name="RevisionStart">When the definition was recorded that started the revision.</param>
/// <param name="Trace">That definition's trace.</param>
public sealed record UpdateInForce(
    string Alias,
    string ProductVersion,
    IReadOnlyList<string> Contexts,
    IReadOnlyList<string> Builds,
    UpdateState State,
    DateTimeOffset Time,
    int Revision,
    DateTimeOffset RevisionStart,
    string? Trace)
{
    [JsonIgnore]
    public bool IsOpen => State == UpdateState.Open;

    /// <summary>The definition that counts after one more was recorded.</summary>
    /// <param name="before">Null for an update not heard of yet.</param>
    public static UpdateInForce After(UpdateInForce? before, UpdateRecorded recorded, DateTimeOffset at, string? trace)
    {
        if (before is not null && recorded.Time < before.Time)
        {
            return before;
        }

        before ??= new UpdateInForce(recorded.Alias, "", [], [], UpdateState.Withdrawn, recorded.Time, 0, at, trace);
        if (recorded.State != UpdateState.Open)
        {
            // What else a closing says does not matter: reopening brings a whole definition.
            return before with { State = recorded.State, Time = recorded.Time };
        }

        var next = before with
        {
            ProductVersion = recorded.ProductVersion ?? before.ProductVersion,
            Contexts = recorded.DecisionContexts ?? before.Contexts,
            Builds = recorded.Builds ?? before.Builds,
            State = UpdateState.Open,
            Time = recorded.Time,
        };
        return before.IsOpen && next.ProductVersion == before.ProductVersion && next.Builds.ToHashSet().SetEquals(before.Builds)
            ? next with { Builds = before.Builds }
            : next with { Revision = before.Revision + 1, RevisionStart = at, Trace = trace };
    }
}
