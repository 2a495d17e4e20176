using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// The policy files that the adversary writes, in the oracle's words: every file has several spellings, each of which
/// may meet each of the others, with deadlines of seconds among them.
/// </summary>
internal static class Shelf
{
    public const string Hasty = "hasty.yaml";
    public const string Calm = "calm.yaml";
    public const string Words = "vocabulary.yaml";

    /// <summary>The files of policies.</summary>
    public static IReadOnlyList<string> Policies { get; } = [Hasty, Calm];

    // A typo asks for what nobody reports.
    private static readonly CheckDraft Typo = new("dist.depchek", false, ["x86_64"], null, true);

    private static readonly CheckDraft Boot = new("compose.boot", false, null, null, true) { OfType = "compose" };

    private static readonly CheckDraft[] Checks =
    [
        new("dist.depcheck", false, ["x86_64", "i386"], null, true),
        new("dist.upgradepath", false, ["noarch"], null, true),
        new("dist.rpmlint", false, null, null, false),
        Boot,
    ];

    private static readonly CheckDraft[] OfUpdates =
    [
        new("dist.depcheck", false, ["x86_64"], null, true),
        new("update.boot", true, null, ["uefi", "bios"], true),
        new("dist.upgradepath", false, null, null, true) { NotPackages = ["kernel*"] },
    ];

    private static readonly Dictionary<string, PolicyDraft[][]> Drafts = new()
    {
        [Hasty] =
        [
            [Fast(4, Checks)],
            [Fast(7, Checks)],
            [Fast(3, [.. Checks, new("dist.abicheck", false, null, null, false)])],
            [Fast(5, Checks), Fast(2, OfUpdates) with { Id = "overlapping", WaitForAll = false }],
        ],
        [Calm] =
        [
            [Slow(3_600, false, OfUpdates), Testing(["kernel*"])],
            [Slow(3_600, true, OfUpdates), Testing(null)],
            [Slow(6, true, [.. OfUpdates, Boot]), Testing(null)],
            [Slow(8, false, OfUpdates), Testing(["kernel*"])],
        ],
    };

    // What a slip of the hand makes of them.
    private static readonly Dictionary<string, PolicyDraft[][]> Slips = new()
    {
        [Hasty] =
        [
            [Fast(4, [Typo, .. Checks[1..]])],
            [Fast(4, Checks[..1])],
            [Fast(4, []) with { Packages = ["nothing"] }],
        ],
        [Calm] =
        [
            [Slow(3_600, false, [Typo, .. OfUpdates[1..]]), Testing(["kernel*"])],
            [Slow(3_600, false, [OfUpdates[0] with { Essential = false }]), Testing(null)],
            [Slow(3_600, false, OfUpdates), Testing(["*"])],
        ],
    };

    // In which no deadline comes any more.
    private static readonly Dictionary<string, PolicyDraft[]> Resting = new()
    {
        [Hasty] = [Fast(86_400, Checks)],
        [Calm] = [Slow(86_400, true, OfUpdates), Testing(null) with { Timeout = TimeSpan.FromDays(1) }],
    };

    // No kind of these is running: what is the newest of a cell must not depend on when it is asked.
    private static readonly PolicyDrafts[] Vocabularies =
    [
        Meaning(OutcomeKind.Fail, "compose"), Meaning(OutcomeKind.Error, "compose"),
        Meaning(OutcomeKind.Pass, "compose"),
        Meaning(OutcomeKind.Fail),
    ];

    private static readonly Dictionary<(string, string), PolicyDraft[]> ByText =
        Drafts.Concat(Slips).SelectMany(file => file.Value.Select(policies => (file.Key, policies)))
            .Concat(Resting.Select(file => (file.Key, file.Value)))
            .ToDictionary(file => (file.Item1, Yaml(file.Item2)), file => file.Item2);

    private static readonly Dictionary<string, PolicyDrafts> ByWords =
        Vocabularies.ToDictionary(words => words.ToVocabularyYaml()!, StringComparer.Ordinal);

    /// <summary>The folder at the start.</summary>
    public static IReadOnlyDictionary<string, string> First { get; } = new Dictionary<string, string>
    {
        [Hasty] = Yaml(Drafts[Hasty][0]), [Calm] = Yaml(Drafts[Calm][0]), [Words] = Vocabularies[0].ToVocabularyYaml()!,
    };

    /// <summary>The folder at the end.</summary>
    public static IReadOnlyDictionary<string, string> Last { get; } = new Dictionary<string, string>
    {
        [Hasty] = Yaml(Resting[Hasty]), [Calm] = Yaml(Resting[Calm]), [Words] = First[Words],
    };

    /// <summary>What an author may write into a file.</summary>
    public static string Draw(string file, Dice dice) =>
        file == Words ? dice.Pick(Vocabularies).ToVocabularyYaml()! : Yaml(dice.Pick(Drafts[file]));

    /// <summary>What slips into a file of policies.</summary>
    public static string DrawSlip(string file, Dice dice) => Yaml(dice.Pick(Slips[file]));

    /// <summary>The set that came into force, in the oracle's words.</summary>
    public static PolicyDrafts Of(PolicySetInForce set)
    {
        var words = ByWords[set.Files.Single(f => f.Name == Words).Text];
        return words with
        {
            Policies = [.. set.Files.Where(f => f.Name != Words).SelectMany(f => ByText[(f.Name, f.Text)])],
            Wait = set.NoPolicy == "wait",
            DefaultTimeout = TimeSpan.FromSeconds(set.DefaultTimeout!.Value),
            Grace = TimeSpan.FromSeconds(set.DeadlineGrace!.Value),
            Released = set.Released,
            RecordedUntil = set.RecordedUntil,
        };
    }

    /// <summary>Whether nothing but what was written here came into force.</summary>
    public static bool Knows(PolicySetInForce set) => set.Files.Any(f => f.Name == Words && ByWords.ContainsKey(f.Text))
        && set.Files.Count > 1 && set.Files.All(f => f.Name == Words || ByText.ContainsKey((f.Name, f.Text)));

    private static string Yaml(PolicyDraft[] policies) => new PolicyDrafts(policies, false).ToYaml();

    private static PolicyDraft Fast(int seconds, CheckDraft[] checks) =>
        new("hasty", ["hasty-*"], null, null, null, 0, true, checks) { Timeout = TimeSpan.FromSeconds(seconds) };

    private static PolicyDraft Slow(int seconds, bool waitForAll, CheckDraft[] checks) =>
        new("calm", ["calm-*"], ["push_stable"], null, null, 0, waitForAll, checks)
        {
            Timeout = TimeSpan.FromSeconds(seconds),
        };

    private static PolicyDraft Testing(string[]? excluded) =>
        new("testing", ["hasty-*", "calm-*"], ["push_testing"], null, excluded, 60, true,
        [
            new("dist.depcheck", false, null, null, true),
            new("dist.rpmlint", false, null, null, false) { Newest = true },
        ])
        {
            Timeout = TimeSpan.FromSeconds(60),
        };

    private static PolicyDrafts Meaning(OutcomeKind crashed, params string[] mutable) => new([], false)
    {
        Outcomes = new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal) { ["CRASHED"] = crashed },
        Mutable = mutable,
    };
}
