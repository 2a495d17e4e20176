using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>The policy sets that the adversary puts in force, one after the other, with deadlines of seconds among them.</summary>
internal static class Shelf
{
    public const string File = "adversary.yaml";

    private static readonly CheckDraft[] Checks =
    [
        new("dist.depcheck", false, ["x86_64", "i386"], null, true), new("dist.upgradepath", false, ["noarch"], null, true), new("dist.rpmlint", false, null, null, false),
    ];

    private static readonly CheckDraft[] OfUpdates = [new("dist.depcheck", false, ["x86_64"], null, true), new("update.boot", true, null, ["uefi", "bios"], true)];

    public static IReadOnlyList<PolicyDrafts> Sets { get; } =
    [
        Set(Hasty(4), Calm(3_600, waitForAll: false), Testing(["kernel*"])),
        Set(Hasty(7), Calm(3_600, waitForAll: true), Testing(null)),
        Set(Hasty(3), Calm(6, waitForAll: true)),
        Set(Hasty(5), Calm(8, waitForAll: false), Testing(["kernel*"]), Hasty(2) with { Id = "overlapping", Checks = OfUpdates }),
    ];

    private static readonly Dictionary<string, PolicyDrafts> ByText = Sets.ToDictionary(s => s.ToYaml(), StringComparer.Ordinal);

    /// <summary>The set that a file holds, in the oracle's words.</summary>
    public static PolicyDrafts Of(string text) => ByText[text];

    private static PolicyDrafts Set(params PolicyDraft[] policies) => new(policies, Wait: false);

    private static PolicyDraft Hasty(int seconds) => new("hasty", ["hasty-*"], null, null, null, 0, true, Checks) { Timeout = TimeSpan.FromSeconds(seconds) };

    private static PolicyDraft Calm(int seconds, bool waitForAll) =>
        new("calm", ["calm-*"], ["push_stable"], null, null, 0, waitForAll, OfUpdates) { Timeout = TimeSpan.FromSeconds(seconds) };

    private static PolicyDraft Testing(string[]? excluded) =>
        new("testing", ["hasty-*", "calm-*"], ["push_testing"], null, excluded, 60, true, [new("dist.depcheck", false, null, null, true), new("dist.rpmlint", false, null, null, false)]);
}
