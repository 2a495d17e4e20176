using System.Security.Cryptography;
using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>What happens to an update that no policy matches.</summary>
public enum NoPolicy
{
    /// <summary>It passes at once, with the reason <c>no_policy</c>.</summary>
    Pass,

    /// <summary>It waits until a policy matches.</summary>
    Wait,
}

/// <summary>All policies that are in force together.</summary>
/// <param name="Hash"><c>sha256:</c> and the hex digest over the names and texts of the files, and the choice for updates without a policy.</param>
public sealed record PolicySet(string Hash, IReadOnlyList<PolicyFile> Files, IReadOnlyList<Policy> Policies, NoPolicy NoPolicy)
{
    /// <summary>How long a deadline stands still at most, in seconds; null where nothing says so.</summary>
    public long? DeadlineGrace { get; init; }

    /// <summary>The set of these files, which read as these policies.</summary>
    public static PolicySet Of(IReadOnlyList<PolicyFile> files, IReadOnlyList<Policy> policies, NoPolicy noPolicy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in files.SelectMany(f => new[] { f.Name, f.Text }).Append(noPolicy.ToString()))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return new PolicySet("sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset()), files, policies, noPolicy);
    }

    /// <summary>The set as it was recorded.</summary>
    /// <exception cref="InvalidOperationException">Its text cannot be read any more: the log holds only sets that could.</exception>
    public static PolicySet From(PolicySetInForce recorded)
    {
        var (set, errors) = PolicyReader.Read(recorded.Files, Enum.Parse<NoPolicy>(recorded.NoPolicy, ignoreCase: true));
        return set is null
            ? throw new InvalidOperationException($"the recorded policy set {recorded.Hash} cannot be read: {string.Join("; ", errors)}")
            : set with { Hash = recorded.Hash, DeadlineGrace = recorded.DeadlineGrace };
    }

    /// <summary>The set as it goes into the log.</summary>
    public PolicySetInForce InForce() => new(Hash, Files, NoPolicy.ToString().ToLowerInvariant()) { DeadlineGrace = DeadlineGrace };
}
