using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Contracts;

/// <summary>How an outcome counts.</summary>
public enum OutcomeKind
{
    /// <summary>The check is content.</summary>
    Pass,

    /// <summary>The check found something.</summary>
    Fail,

    /// <summary>The test itself broke: nothing is known, a re-run is waited for.</summary>
    Error,

    /// <summary>The test waits or runs.</summary>
    Running,
}

/// <summary>The outcomes in use: those of the contract and those a deployment adds, each declared as one kind.</summary>
public sealed class Outcomes
{
    private static readonly Dictionary<string, OutcomeKind> Known = new(StringComparer.Ordinal)
    {
        ["PASSED"] = OutcomeKind.Pass,
        ["INFO"] = OutcomeKind.Pass,
        ["FAILED"] = OutcomeKind.Fail,
        ["NEEDS_INSPECTION"] = OutcomeKind.Fail,
        ["ERROR"] = OutcomeKind.Error,
        ["QUEUED"] = OutcomeKind.Running,
        ["RUNNING"] = OutcomeKind.Running,
    };

    private readonly Dictionary<string, OutcomeKind> kinds;

    private Outcomes(Dictionary<string, OutcomeKind> kinds) => this.kinds = kinds;

    /// <summary>The contract's seven.</summary>
    public static Outcomes Standard { get; } = new(Known);

    /// <summary>The names in use, upper case, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The standard ones and more.</summary>
    /// <param name="added">Name (read in any case) to kind.</param>
    /// <exception cref="ArgumentException">A name is no word, or is one of the standard seven, which cannot be declared anew.</exception>
    public static Outcomes With(IEnumerable<KeyValuePair<string, OutcomeKind>> added)
    {
        var kinds = new Dictionary<string, OutcomeKind>(Known, StringComparer.Ordinal);
        foreach (var (name, kind) in added)
        {
            if (!Word.IsValid(name) || !kinds.TryAdd(name.ToUpperInvariant(), kind))
            {
                throw new ArgumentException($"outcome '{name}': {Word.Expected}, and none of {string.Join(", ", Known.Keys)}");
            }
        }

        return new Outcomes(kinds);
    }

    /// <summary>Reads an outcome in any case and gives its name in upper case.</summary>
    public bool TryParse(string? text, [NotNullWhen(true)] out string? name)
    {
        name = text?.ToUpperInvariant();
        return name is not null && kinds.ContainsKey(name);
    }

    /// <summary>The kind of a recorded outcome. One that is no longer configured counts as an error: it is waited for, never passed over.</summary>
    public OutcomeKind KindOf(string name) => kinds.GetValueOrDefault(name, OutcomeKind.Error);
}
