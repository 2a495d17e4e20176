using System.Text.Json.Serialization;

namespace Gatehouse.Contracts;

/// <summary>
/// What a policy set says of words (<c>vocabulary.yaml</c>): it is part of the set, so a change of it is an event of the log and decides from there on.
/// </summary>
/// <param name="Added">Outcomes beside the contract's seven, in upper case, each with the kind that it counts as.</param>
/// <param name="Types">Aliases of subject types, each with the type that it stands for, which is no alias itself; the default ones included.</param>
/// <param name="Mutable">Types, besides the update itself, whose subjects change while their identifiers stay (rule 9). Never a build's.</param>
public sealed record Vocabulary(
    IReadOnlyDictionary<string, OutcomeKind> Added, IReadOnlyDictionary<string, string> Types, IReadOnlyList<string> Mutable)
{
    /// <summary>The aliases that are there by default.</summary>
    public static readonly IReadOnlyDictionary<string, string> DefaultTypes = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["brew-build"] = Subject.Build,
        ["productmd-compose"] = "compose",
        ["redhat-container-image"] = Subject.Build,
        ["redhat-module"] = Subject.Build,
    };

    /// <summary>That of a set without a <c>vocabulary.yaml</c>.</summary>
    public static Vocabulary Default { get; } = new(new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal), DefaultTypes, []);

    /// <summary>All outcomes in use.</summary>
    [JsonIgnore]
    public Outcomes Outcomes => Outcomes.With(Added);

    /// <summary>The type that a sent one stands for: mostly itself.</summary>
    public string TypeOf(string sent) => Types.GetValueOrDefault(sent, sent);

    /// <summary>Whether evidence about subjects of this type counts only for an update's present definition.</summary>
    public bool IsMutable(string type) => type == Subject.Update || Mutable.Contains(type);
}
