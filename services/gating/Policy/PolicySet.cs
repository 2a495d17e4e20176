using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>All policies that are in force together.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest over the names and texts of the files, <c>vocabulary.yaml</c> among them, and the settings.</param>
/// <param name="Files">In the order of their names.</param>
/// <param name="DefaultTimeout">How long a gate waits under a policy that names no timeout, or for a policy.</param>
/// <param name="DeadlineGrace">How long a deadline stands still at most while results cannot be recorded.</param>
/// <param name="Vocabulary">The kinds of outcomes, the aliases of types and the mutable types.</param>
public sealed record PolicySet(
    string Hash,
    IReadOnlyList<PolicyFile> Files,
    IReadOnlyList<Policy> Policies,
    NoPolicy NoPolicy,
    TimeSpan DefaultTimeout,
    TimeSpan DeadlineGrace,
    Vocabulary Vocabulary)
{
    /// <summary>The set of these files, which read as these policies.</summary>
    public static PolicySet Of(IReadOnlyList<PolicyFile> files, IReadOnlyList<Policy> policies, PolicySettings settings, Vocabulary vocabulary) =>
        new(PolicyHash.Of(files, settings), files, policies, settings.NoPolicy, settings.DefaultTimeout, settings.DeadlineGrace, vocabulary);

    /// <summary>The set as it was recorded, under its recorded hash; one of the first edition is read by the rules of that edition.</summary>
    /// <exception cref="InvalidOperationException">Its text cannot be read: a bug, since the log holds only sets that could.</exception>
    public static PolicySet From(PolicySetInForce recorded)
    {
        var settings = PolicySettings.Default with { NoPolicy = Enum.Parse<NoPolicy>(recorded.NoPolicy, ignoreCase: true) };
        if (recorded.DefaultTimeout is not { } timeout || recorded.DeadlineGrace is not { } grace)
        {
            return Of(recorded.Files, FirstEditionPolicies.Of(recorded.Files), settings, Vocabulary.Default) with { Hash = recorded.Hash };
        }

        settings = settings with { DefaultTimeout = TimeSpan.FromSeconds(timeout), DeadlineGrace = TimeSpan.FromSeconds(grace) };
        // What the vocabulary said when the set was recorded is recorded too: the defaults of a later version do not change it.
        var (set, errors) = PolicyReader.Read(recorded.Files.Where(f => f.Name != VocabularyReader.FileName), settings, recorded.Vocabulary);
        return set is null
            ? throw new InvalidOperationException($"the recorded policy set {recorded.Hash} cannot be read: {string.Join("; ", errors)}")
            : set with { Hash = recorded.Hash, Files = recorded.Files };
    }

    /// <summary>The set as it goes into the log.</summary>
    public PolicySetInForce InForce() => new(Hash, Files, NoPolicy.ToString().ToLowerInvariant())
    {
        DefaultTimeout = (long)DefaultTimeout.TotalSeconds,
        DeadlineGrace = (long)DeadlineGrace.TotalSeconds,
        Vocabulary = ReferenceEquals(Vocabulary, Vocabulary.Default) ? null : Vocabulary,
    };
}
