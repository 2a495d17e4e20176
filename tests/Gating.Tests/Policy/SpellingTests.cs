using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>A document that differs only in spelling means the same, and one that is damaged never quietly means less.</summary>
public class SpellingTests
{
    private const string Signs = "#:,[]{}'\"&*!|>%@?- \n\t";

    // Each key that there is, with a value that is not what leaving it out means; without a comment, which a damaged line end could lengthen.
    private const string Whole =
        """
        id: a1
        match: { product_versions: [f-4*, f-43], decision_contexts: [push_stable], 'packages': ["k*"], exclude_packages: [kde, k] }
        timeout: 90m
        wait_for: essential
        checks:
          - { testcase: t1, arches: [x86_64, i386], scenarios: [s1, 's 2'], essential: false, any: newest, not_packages: [kx], valid_since: 2026-11-22T10:15:00Z, valid_until: "2027-11-22T10:15:00Z", subject: build }
          - testcase: t2
            arches:
            - x86_64
            - aarch64
            scenarios: [s1]
            essential: false
            any: newest
            not_packages:
              - kx
            valid_since: 2026-11-22T10:15:00Z
            valid_until: 2027-11-22T10:15:00Z
        ---
        {"id": "b1", "match": {"product_versions": ["f-45"], "decision_contexts": ["push_testing"], "packages": ["g"], "exclude_packages": ["h"]},
         "timeout": "30m", "wait_for": "essential",
         "checks": [{"testcase": "t3", "arches": ["noarch"], "scenarios": ["s3"], "essential": "false", "any": "newest", "not_packages": ["x"],
                     "valid_since": "2026-11-22T10:15:00Z", "valid_until": "2027-11-22T10:15:00Z"}]}

        """;

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public Property However_it_is_spelled_it_means_the_same(int seed)
    {
        var random = new System.Random(seed);
        var trees = new PolicyTrees(random);
        var documents = Enumerable.Range(0, random.Next(1, 4)).Select(i => trees.Policy($"policy {i}")).ToList();
        var plain = Read(string.Join("\n---\n", documents.Select(d => d.Plain())));
        var yaml = new AnySpelling(random).Write(documents);
        var spelled = Read(yaml);

        return (plain.Set is not null && spelled.Set is not null && Meaning(spelled.Set) == Meaning(plain.Set))
            .Label($"{string.Join('\n', documents.Select(d => d.Plain()))}\nis written\n{yaml}\n{string.Join('\n', plain.Errors.Concat(spelled.Errors))}");
    }

    [FsCheck.NUnit.Property(MaxTest = 20_000, QuietOnSuccess = true)]
    public Property A_damaged_byte_never_drops_a_key(int seed)
    {
        var random = new System.Random(seed);
        var bytes = Encoding.UTF8.GetBytes(Whole);
        bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : Signs[random.Next(Signs.Length)]);
        var text = PolicyText.Decode(bytes, new PolicyErrors("a.yaml"));
        var set = text is null ? null : Read(text).Set;

        // What begins a comment makes one, for every reader.
        return (set is null || text!.Contains('#', StringComparison.Ordinal) || IsWhole(set)).Label(text);
    }

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public Property What_is_damaged_anyhow_is_read_or_refused(int seed)
    {
        var random = new System.Random(seed);
        var trees = new PolicyTrees(random);
        var text = new StringBuilder(new AnySpelling(random).Write([trees.Policy("a"), trees.Policy("b")]));
        for (var damages = random.Next(1, 6); damages > 0; damages--)
        {
            var (at, from) = (random.Next(text.Length + 1), random.Next(text.Length));
            _ = random.Next(3) switch
            {
                0 => text.Remove(from, random.Next(Math.Min(6, text.Length - from))),
                1 => text.Insert(at, (Signs + "\\\u2028\ud83d")[random.Next(Signs.Length + 3)]),
                _ => text.Insert(at, text.ToString(from, random.Next(Math.Min(20, text.Length - from)))),
            };
        }

        var (set, errors) = Read(text.ToString());
        return (set is null == errors.Count > 0 && errors.All(e => e.Line <= text.ToString().Count(c => c == '\n') + 2)).Label(text.ToString());
    }

    [Test]
    public void Undamaged_it_is_whole() => Assert.That(IsWhole(Read(Whole).Set!));

    private static bool IsWhole(PolicySet set) =>
        set.Policies.Count == 2 && set.Policies.Sum(p => p.Checks.Count) == 3 && set.Policies.All(p =>
            p is { WaitForAll: false, Match: { ProductVersions: not null, DecisionContexts: not null, Packages: not null, ExcludePackages: not null } }
            && p.Timeout != PolicySettings.Default.DefaultTimeout
            && p.Checks.All(c => c is
            {
                Essential: false, AnyNewest: true, Arches: not null, Scenarios: not null, NotPackages: not null, ValidSince: not null, ValidUntil: not null,
            }));

    private static string Meaning(PolicySet set) => string.Join('\n', set.Policies.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => $"{p.Id} {p.Hash}"));

    private static (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(string yaml) =>
        PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default);
}
