namespace Gatehouse.Contracts;

/// <summary>From this position of the log on, these policies are in force.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest over names and texts of the files.</param>
/// <param name="Files">The whole set, in the order of names.</param>
/// <param name="NoPolicy">What happens to an update that no policy matches: <c>pass</c> or <c>wait</c>.</param>
public sealed record PolicySetInForce(string Hash, IReadOnlyList<PolicyFile> Files, string NoPolicy);

/// <summary>One YAML file, to the letter.</summary>
/// <param name="Name">The file's name without its folder.</param>
public sealed record PolicyFile(string Name, string Text);
