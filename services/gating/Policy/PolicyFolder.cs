using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The folder that policies are read from: every <c>*.yaml</c> and <c>*.yml</c> in it.</summary>
/// <param name="Path">Has to be there.</param>
public sealed record PolicyFolder(string Path, NoPolicy NoPolicy)
{
    /// <summary>How long a deadline stands still at most; null where nothing says so.</summary>
    public TimeSpan? DeadlineGrace { get; init; }

    /// <summary>Reads the set as it lies there now. Either there are errors, all of them, or there is a set.</summary>
    public (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read() => Read(Look());

    /// <summary>Reads the set as it lay there.</summary>
    public (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(PolicyLook look)
    {
        var (set, errors) = look.Unreadable is { } error ? (null, [error]) : PolicyReader.Read(look.Files, NoPolicy);
        return (set is null ? null : set with { DeadlineGrace = (long?)DeadlineGrace?.TotalSeconds }, errors);
    }

    /// <summary>What lies there now, without understanding it.</summary>
    public PolicyLook Look()
    {
        try
        {
            return new PolicyLook([.. PolicyFiles.In(Path)], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PolicyLook([], new PolicyError(Path, 0, e.Message));
        }
    }
}

/// <summary>What lay in a folder of policies at one moment.</summary>
/// <param name="Files">In the order of their names.</param>
/// <param name="Unreadable">Why they cannot be read, if so.</param>
public sealed record PolicyLook(IReadOnlyList<PolicyFile> Files, PolicyError? Unreadable)
{
    /// <summary>The same for the same content.</summary>
    public Guid Stamp => TextHash.Of([.. Files.SelectMany(f => new[] { f.Name, f.Text }), Unreadable?.Message]);
}

/// <summary>Policy files on disk.</summary>
internal static class PolicyFiles
{
    /// <summary>The files of a folder, in the order of their names.</summary>
    public static IEnumerable<PolicyFile> In(string folder) => Directory.EnumerateFiles(folder)
        .Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
        .Order(StringComparer.Ordinal)
        .Select(f => new PolicyFile(Path.GetFileName(f), File.ReadAllText(f)));
}
