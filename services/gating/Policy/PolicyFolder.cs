using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The folder that policies are read from: every <c>*.yaml</c> and <c>*.yml</c> in it.</summary>
/// <param name="Path">Has to be there.</param>
public sealed record PolicyFolder(string Path, NoPolicy NoPolicy)
{
    /// <summary>Reads the set as it lies there now. Either there are errors, all of them, or there is a set.</summary>
    public (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read()
    {
        try
        {
            var files = Directory.EnumerateFiles(Path)
                .Where(f => System.IO.Path.GetExtension(f) is ".yaml" or ".yml")
                .Select(f => new PolicyFile(System.IO.Path.GetFileName(f), File.ReadAllText(f)))
                .ToList();
            return PolicyReader.Read(files, NoPolicy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [new PolicyError(Path, 0, e.Message)]);
        }
    }
}
