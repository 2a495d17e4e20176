using System.Globalization;
using System.Reflection;
using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// Something that somebody does, in the tests' words; <see cref="Facts"/> makes the facts of it. Times are in minutes
/// from the start, subjects are builds (<c>a-1-1</c>), aliases of updates (<c>U1</c>), or a type and an identifier
/// (<c>compose:C1</c>), and several of something stand in one text.
/// </summary>
/// <param name="Minutes">
/// How long after the deed before; less than nothing where its recording began before that one's and ended after it.
/// </param>
public abstract record Deed(int Minutes)
{
    /// <summary>What it says, without what it leaves open.</summary>
    public sealed override string ToString()
    {
        var said = from property in GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                   let value = property.GetValue(this)
                   where value is not (null or "" or 0 or false)
                   select string.Create(CultureInfo.InvariantCulture, $"{property.Name} = {value}");
        return $"{GetType().Name} {{ {string.Join(", ", said)} }}";
    }

    /// <summary>The time that passes before it.</summary>
    public virtual TimeSpan Passing() => TimeSpan.FromMinutes(Minutes);
}

/// <summary>
/// An update's definition, edit or closing. Of equal <paramref name="Time"/> a closing counts, else the later recorded.
/// </summary>
public sealed record Define(
    string Alias, string ProductVersion, string Contexts, string Builds, double Time,
    UpdateState State = UpdateState.Open, int Minutes = 0) : Deed(Minutes)
{
    /// <summary>What else belongs to the update.</summary>
    public string Subjects { get; init; } = "";

    /// <summary>Since when it has these, as its sender says.</summary>
    public double? BuildsSince { get; init; }
}

/// <summary>A result.</summary>
/// <param name="Submitted">Null for when it is recorded.</param>
public sealed record Report(
    string Subject, string Testcase, string? Scenario, string? Arch, string Outcome, double? Submitted = null,
    int Minutes = 0) : Deed(Minutes)
{
    public string? Variant { get; init; }

    public string? RefUrl { get; init; }

    public string? Groups { get; init; }

    /// <summary>The time of the definition that was tested.</summary>
    public double? DefinitionTime { get; init; }

    /// <summary>Identifiers of the same type that were tested, too.</summary>
    public string? FurtherItems { get; init; }

    public string? FurtherArches { get; init; }

    /// <summary>
    /// What names it everywhere, as a UUID does: another result of this name is a conflict. Null where its id is its
    /// own.
    /// </summary>
    public string? Id { get; init; }
}

/// <summary>A waiver, or (<paramref name="Waived"/> false) its withdrawal.</summary>
public sealed record Waive(
    string Subject, string Testcase, string? Scenario, string? Arch, string? ProductVersion, bool Waived,
    double? Time = null, int Minutes = 0)
    : Deed(Minutes)
{
    public string? DecisionContext { get; init; }

    public string? Update { get; init; }

    public double? Expires { get; init; }
}

/// <summary>A result is refused at the door.</summary>
/// <param name="Outcome">Null where it is none in use.</param>
public sealed record Refuse(
    string Subjects, string Testcase, string? Scenario, string? Arches, string? Outcome, double? Submitted = null,
    int Minutes = 0) : Deed(Minutes)
{
    public string? Variant { get; init; }
}

/// <summary>Somebody discards a refused result: the first, the second, ... of all that were refused.</summary>
public sealed record Discard(int Which, int Minutes = 0) : Deed(Minutes);

/// <summary>A policy set comes into force.</summary>
/// <param name="Lag">How long before it all that was delivered had been recorded; null where that is not known.</param>
public sealed record Reload(PolicyDrafts Policies, int Minutes = 0, double? Lag = null) : Deed(Minutes);

/// <summary>The same from YAML, one text a file; the oracle cannot read it.</summary>
public sealed record ReloadText(string Yaml, NoPolicy NoPolicy, int Minutes = 0) : Deed(Minutes)
{
    public bool Released { get; init; }

    public double? Lag { get; init; }
}

/// <summary>
/// The watch notes every waiver that expired, and every deadline that is over and by which all that was delivered is on
/// record.
/// </summary>
/// <param name="Lag">
/// How long before now all that was delivered had been recorded; null where it goes on without, since the grace is
/// over.
/// </param>
public sealed record Watch(int Minutes = 0, double? Lag = 0) : Deed(Minutes)
{
    /// <summary>It notes deadlines that gates have no longer.</summary>
    public bool Stale { get; init; }

    /// <summary>How long after the minutes.</summary>
    public double Seconds { get; init; }

    public override TimeSpan Passing() => base.Passing() + TimeSpan.FromSeconds(Seconds);
}

/// <summary>An operator lets a gate go, or takes that back.</summary>
public sealed record Release(string Alias, string Context, bool Released = true, int Minutes = 0) : Deed(Minutes)
{
    /// <summary>It names another opening than the present one.</summary>
    public bool Stale { get; init; }
}
