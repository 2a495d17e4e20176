using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// The hashes by which policies and sets are named in what was said. They are in the log, so the way they are made can never change: a policy that says only
/// what the first edition could say has the hash that it had there.
/// </summary>
internal static class PolicyHash
{
    /// <summary>That of what a policy says. Its own hash plays no part.</summary>
    public static string Of(Policy policy) => Named(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new Said(policy.Id, "", SaidMatch.Of(policy.Match), policy.Timeout, policy.WaitForAll, [.. policy.Checks.Select(SaidCheck.Of)]), Json.Stored)));

    /// <summary>That of a set: the names and texts of its files, and the settings that decide with them.</summary>
    public static string Of(IReadOnlyList<PolicyFile> files, PolicySettings settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in files.SelectMany(f => new[] { f.Name, f.Text }).Append(settings.ToString()))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Named(hash.GetHashAndReset());
    }

    private static string Named(byte[] digest) => "sha256:" + Convert.ToHexStringLower(digest);

    private sealed record Said(string Id, string Hash, SaidMatch Match, TimeSpan Timeout, bool WaitForAll, IReadOnlyList<SaidCheck> Checks);

    private sealed record SaidMatch(
        IReadOnlyList<string>? ProductVersions,
        IReadOnlyList<string>? DecisionContexts,
        IReadOnlyList<string>? Packages,
        IReadOnlyList<string>? ExcludePackages,
        bool SelectsAll)
    {
        public static SaidMatch Of(Match match) =>
            new(match.ProductVersions, match.DecisionContexts, match.Packages, match.ExcludePackages, match.SelectsAll);
    }

    private sealed record SaidCheck(string Testcase, bool OfUpdate, IReadOnlyList<string>? Arches, IReadOnlyList<string>? Scenarios, bool Essential)
    {
        public string? Subject { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool AnyNewest { get; init; }

        public IReadOnlyList<string>? NotPackages { get; init; }

        public DateTimeOffset? ValidSince { get; init; }

        public DateTimeOffset? ValidUntil { get; init; }

        public static SaidCheck Of(Check check) => new(check.Testcase, check.OfUpdate, check.Arches, check.Scenarios, check.Essential)
        {
            Subject = check.Subject is Contracts.Subject.Build or Contracts.Subject.Update ? null : check.Subject,
            AnyNewest = check.AnyNewest,
            NotPackages = check.NotPackages,
            ValidSince = check.ValidSince,
            ValidUntil = check.ValidUntil,
        };
    }
}
