using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>How an operator wants a set put in force.</summary>
/// <param name="Release">Even where it asks less of gates that wait.</param>
/// <param name="DryRun">Only say what would follow.</param>
/// <param name="Hash">The set that was looked at; another one is not put in force. Null takes any.</param>
/// <param name="By">The HTTP identity; null where nobody vouched, or the service does it by itself.</param>
public sealed record ReloadRequest(bool Release, bool DryRun, string? Hash, string? By)
{
    /// <summary>What the folder's watch and a start do.</summary>
    public static ReloadRequest ByItself { get; } = new(false, false, null, null);
}

/// <summary>What became of putting a set in force.</summary>
public abstract record ReloadOutcome
{
    private ReloadOutcome()
    {
    }

    /// <summary>It is in force, or would be.</summary>
    /// <param name="Changed">It was not before.</param>
    /// <param name="Gates">What gates say because of it.</param>
    public sealed record InForce(PolicySet Set, bool Changed, IReadOnlyList<GateSays> Gates) : ReloadOutcome;

    /// <summary>The folder has mistakes.</summary>
    public sealed record Mistaken(IReadOnlyList<PolicyError> Errors) : ReloadOutcome;

    /// <summary>It asks less of gates that wait, and was not released.</summary>
    public sealed record AsksLess(PolicySet Set, IReadOnlyList<GateLoss> Gates) : ReloadOutcome;

    /// <summary>Another set lies there than the one that was looked at.</summary>
    public sealed record Another(PolicySet Set) : ReloadOutcome;
}

/// <summary>A gate that says something because of a set.</summary>
/// <param name="Status">Where it stands then.</param>
/// <param name="Verdict">Null while it waits.</param>
public sealed record GateSays(string Alias, string DecisionContext, GateStatus Status, Verdict? Verdict);

/// <summary>A waiting gate of which a set asks less.</summary>
/// <param name="Policies">Of the policies that it has: those that are gone, or say something else.</param>
/// <param name="Losses">In what, in words; the first few.</param>
/// <param name="More">How many more there are.</param>
public sealed record GateLoss(string Alias, string DecisionContext, IReadOnlyList<string> Policies, IReadOnlyList<string> Losses, int More)
{
    private const int Told = 5;

    public static GateLoss Of(PolicySet set, GateOpening has, IReadOnlyList<string> losses) => new(
        has.Alias,
        has.Context,
        [.. has.Policies.Where(p => !set.Policies.Any(q => q.Id == p.Id && q.Hash == p.Hash)).Select(p => p.Id)],
        [.. losses.Take(Told)],
        Math.Max(0, losses.Count - Told));

    public override string ToString()
    {
        var policies = Policies.Count > 0 ? $" (policies {string.Join(", ", Policies)})" : "";
        return $"{Alias} {DecisionContext}{policies}: {string.Join("; ", Losses)}{(More > 0 ? $" and {More} more" : "")}";
    }
}
