using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a message is about, for those who want to hear of some things only. What a kind of message does not name is empty.</summary>
public sealed record About
{
    /// <summary>A message that names none of these.</summary>
    public static readonly About Nothing = new();

    /// <summary>Names of packages.</summary>
    public IReadOnlyCollection<string> Packages { get; init; } = [];

    /// <summary>Aliases.</summary>
    public IReadOnlyCollection<string> Updates { get; init; } = [];

    public IReadOnlyCollection<string> Testcases { get; init; } = [];

    /// <summary>Decision contexts.</summary>
    public IReadOnlyCollection<string> Contexts { get; init; } = [];

    /// <summary>Product versions.</summary>
    public IReadOnlyCollection<string> Products { get; init; } = [];

    /// <summary>A result: its testcase, its builds' packages, the open updates that hold its subjects (or the update that it is of), and what those stand before.</summary>
    /// <param name="updateOf">An update that is known, by its alias.</param>
    internal static About Of(RecordedResult result, Func<string, KnownUpdate?> updateOf)
    {
        var updates = UpdatesOf(result);
        var known = updates.Select(updateOf).OfType<KnownUpdate>().ToList();
        return new About
        {
            Packages = PackagesOf(result.Recorded.Subjects),
            Updates = updates,
            Testcases = [result.Recorded.Testcase],
            Contexts = [.. known.SelectMany(u => u.DecisionContexts)],
            Products = [.. known.Select(u => u.ProductVersion)],
        };
    }

    /// <summary>A refused message: what can be read of the result that it would have been, and the open updates that hold its subjects.</summary>
    internal static About Of(RecordedRejection rejection) => rejection.Event.About is not { } about ? Nothing : new About
    {
        Packages = PackagesOf(about.Subjects),
        Updates = rejection.Updates,
        Testcases = [about.Testcase],
    };

    /// <summary>A gate: its update, its update's packages, and the testcases that it names as unsatisfied or waived.</summary>
    /// <param name="packages">All of its update's, where its list of builds was cut.</param>
    public static About Of(GateMessage gate, IReadOnlyCollection<string>? packages) => new()
    {
        Packages = packages ?? [.. gate.Builds.Select(b => Nvr.PackageOf(b.Nvr)).Distinct()],
        Updates = [gate.Alias],
        Testcases = [.. gate.Unsatisfied.Select(r => r.Testcase).Concat(gate.Waived.Select(r => r.Testcase)).Distinct()],
        Contexts = [gate.DecisionContext],
        Products = [gate.ProductVersion],
    };

    /// <summary>The updates that a result belongs to, known or not.</summary>
    internal static IReadOnlyCollection<string> UpdatesOf(RecordedResult result) =>
        result.Recorded.Subject.Type == Subject.Update ? [.. result.Recorded.Subjects.Select(s => s.Id).Union(result.Message.Updates)] : result.Message.Updates;

    private static string[] PackagesOf(IEnumerable<Subject> subjects) =>
        [.. subjects.Where(s => s.Type == Subject.Build).Select(s => Nvr.PackageOf(s.Id)).Distinct()];
}

/// <summary>What is known of an update that a result belongs to.</summary>
public sealed record KnownUpdate(string ProductVersion, IReadOnlyList<string> DecisionContexts);
