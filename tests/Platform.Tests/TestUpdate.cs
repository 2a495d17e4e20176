using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>What a policy asks of a build.</summary>
internal sealed record Check(string Testcase, string? Arch, bool Essential = true);

/// <summary>An update that no other test knows, with builds of its own, and the messages about it as foreigners send them.</summary>
internal sealed record TestUpdate(string Alias, string ProductVersion, string Context, IReadOnlyList<string> Builds)
{
    private static int made;

    /// <summary>When its definition says it was made.</summary>
    public DateTimeOffset Time { get; init; } = TimeProvider.System.GetUtcNow();

    public static Check Upgradepath { get; } = new("dist.upgradepath", "noarch");

    public static Check Rpmlint { get; } = new("dist.rpmlint", null, Essential: false);

    /// <summary>What the policy of the worked case asks of each build, in its order.</summary>
    public static IReadOnlyList<Check> WorkedCase { get; } = [Depcheck("x86_64"), Depcheck("i386"), Depcheck("armhfp"), Upgradepath, Rpmlint];

    public static Check Depcheck(string arch) => new("dist.depcheck", arch);

    public static TestUpdate New(string productVersion = "fedora-44", string context = "push_stable", int builds = 1)
    {
        var number = Interlocked.Increment(ref made);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"FEDORA-2026-{number:x6}"), productVersion, context,
            [.. Enumerable.Range(1, builds).Select(b => string.Create(CultureInfo.InvariantCulture, $"package-{number}-{b}-1.{b}-{number}.fc44"))]);
    }

    public Outgoing Definition() => Outgoing.Of("gatehouse.updates", $"update.{Alias}", new JsonObject
    {
        ["alias"] = Alias,
        ["product_version"] = ProductVersion,
        ["decision_contexts"] = new JsonArray(Context),
        ["builds"] = new JsonArray([.. Builds]),
        ["state"] = "open",
        ["submitter"] = "kparal",
        ["title"] = "glibc and gcc",
        ["time"] = Stamp(Time),
        ["url"] = "https://updates.example.org/" + Alias,
    });

    public Outgoing Closing(string state) => Outgoing.Of("gatehouse.updates", $"update.{Alias}", new JsonObject
    {
        ["alias"] = Alias,
        ["state"] = state,
        ["time"] = Stamp(TimeProvider.System.GetUtcNow()),
    });

    /// <summary>A new run of a check on one of the builds, submitted now, with an id of its own.</summary>
    public Outgoing Result(int build, Check check, string outcome) => Result(Builds[build], check, outcome);

    /// <summary>One result for each check on each build.</summary>
    public IReadOnlyList<Outgoing> Results(IEnumerable<Check> checks, Func<int, Check, string> outcome) =>
        [.. Builds.SelectMany((_, b) => checks.Select(c => Result(b, c, outcome(b, c))))];

    public static Outgoing Result(string nvr, Check check, string outcome)
    {
        var id = Guid.CreateVersion7().ToString();
        return Outgoing.Of("gatehouse.results", $"result.koji_build.{check.Testcase}", new JsonObject
        {
            ["id"] = id,
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = nvr },
            ["testcase"] = check.Testcase,
            ["arch"] = check.Arch,
            ["outcome"] = outcome,
            ["submit_time"] = Stamp(TimeProvider.System.GetUtcNow()),
            ["ref_url"] = "https://ci.example.org/runs/" + id,
        }) with { MessageId = id };
    }

    /// <summary>A waiver of depcheck for the first build, wherever it runs, made now; or its withdrawal.</summary>
    public Outgoing Waiver(bool waived) => Waiver(Builds[0], ("waived", waived), ("time", Stamp(TimeProvider.System.GetUtcNow())));

    /// <summary>A waiver with what it must have, and what else is given.</summary>
    public static Outgoing Waiver(string nvr, params (string Name, JsonNode Value)[] more)
    {
        var waiver = new JsonObject
        {
            ["id"] = Guid.CreateVersion7().ToString(),
            ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = nvr },
            ["testcase"] = "dist.depcheck",
            ["comment"] = "known and harmless",
            ["username"] = "kparal",
        };
        foreach (var (name, value) in more)
        {
            waiver[name] = value;
        }

        return Outgoing.Of("gatehouse.waivers", "waiver.dist.depcheck", waiver);
    }

    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture);
}
