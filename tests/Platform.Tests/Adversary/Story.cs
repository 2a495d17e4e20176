using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// What test systems, update tools and people send: updates, their edits and closings, results and re-runs of every outcome, late ones and
/// early ones, waivers and withdrawals. Which facts come, and in which order, follows from the seed alone; only their times are the clock's.
/// </summary>
internal sealed class Story(int seed, TimeProvider clock)
{
    private const int Alive = 24;
    private static readonly string[] Outcomes = ["PASSED", "PASSED", "PASSED", "PASSED", "PASSED", "PASSED", "INFO", "FAILED", "FAILED", "NEEDS_INSPECTION", "ERROR", "QUEUED", "RUNNING"];
    private static readonly string?[] Arches = ["x86_64", "i386", "noarch", null];
    private static readonly string?[] Scenarios = [null, null, null, "uefi", "bios"];
    private static readonly string[] Testcases = ["dist.depcheck", "dist.depcheck", "dist.upgradepath", "dist.rpmlint"];
    private static readonly string[] Closings = ["withdrawn", "obsoleted", "shipped"];
    private static readonly string[] ProductVersions = ["hasty-1", "hasty-1", "calm-1", "other-1"];
    private static readonly string[] Contexts = ["push_stable", "push_testing"];

    private readonly Random random = new(seed);
    private readonly List<Update> updates = [];
    private readonly List<JsonObject> waivers = [];
    private DateTimeOffset lastSubmitted = clock.GetUtcNow();
    private int number;

    /// <summary>The next fact.</summary>
    public Fact Next() => (updates.Count < 3 ? 0 : random.Next(100)) switch
    {
        < 3 => Define(),
        < 7 => Edit(Some()),
        < 9 => Close(Some()),
        < 14 => Waive(Some()),
        < 17 when waivers.Count > 0 => Withdraw(),
        _ => Report(Some()),
    };

    /// <summary>One more result, of an update that is there.</summary>
    public Fact Report() => Report(Some());

    // Mostly a young one, now and then one of long ago.
    private Update Some() => updates[random.Next(10) == 0 ? random.Next(updates.Count) : random.Next(Math.Max(0, updates.Count - Alive), updates.Count)];

    private T Pick<T>(T[] of) => of[random.Next(of.Length)];

    private Fact Define()
    {
        var update = new Update(Name("ADVERSARY"), Pick(ProductVersions));
        update.Contexts.AddRange(random.Next(2) == 0 ? [Pick(Contexts)] : Contexts);
        // Some builds are in several updates.
        update.Builds.AddRange(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(8) == 0 && updates.Count > 0 ? Pick([.. Some().Builds]) : Build()).Distinct());
        updates.Add(update);
        return Definition(update, clock.GetUtcNow());
    }

    private Fact Edit(Update update)
    {
        var now = clock.GetUtcNow();
        switch (random.Next(5))
        {
            case 0:
                update.Builds.Add(Build());
                break;
            case 1 when update.Builds.Count > 1:
                update.Builds.RemoveAt(random.Next(update.Builds.Count));
                break;
            case 2:
                update.Contexts.Clear();
                update.Contexts.AddRange(random.Next(2) == 0 ? [Pick(Contexts)] : Contexts);
                break;
            case 3:
                // An edit of the past, which comes too late, and one that only looks like an edit.
                return Definition(update, now - TimeSpan.FromSeconds(random.Next(1, 30)), "old news");
            default:
                update.ProductVersion = Pick(ProductVersions);
                break;
        }

        return Definition(update, now);
    }

    private Fact Definition(Update update, DateTimeOffset time, string title = "an update") => Fact.Update(update.Alias, time, new JsonObject
    {
        ["alias"] = update.Alias,
        ["product_version"] = update.ProductVersion,
        ["decision_contexts"] = new JsonArray([.. update.Contexts]),
        ["builds"] = new JsonArray([.. update.Builds]),
        ["title"] = title,
        ["time"] = Fact.Stamp(time),
    });

    private Fact Close(Update update)
    {
        var now = clock.GetUtcNow();
        return Fact.Update(update.Alias, now, new JsonObject { ["alias"] = update.Alias, ["state"] = Pick(Closings), ["time"] = Fact.Stamp(now) });
    }

    private Fact Report(Update update)
    {
        var ofUpdate = random.Next(8) == 0;
        // Submitted now, a while ago, or at the very time of another.
        lastSubmitted = random.Next(10) switch { 0 => clock.GetUtcNow() - TimeSpan.FromSeconds(random.Next(60)), 1 => lastSubmitted, _ => clock.GetUtcNow() };
        return Fact.Of("result", Subject(update, ofUpdate), ofUpdate ? "update.boot" : Pick(Testcases), Id(), new JsonObject
        {
            ["arch"] = ofUpdate ? null : Pick(Arches),
            ["scenario"] = ofUpdate ? Pick(Scenarios) : null,
            ["outcome"] = Pick(Outcomes),
            ["submit_time"] = Fact.Stamp(lastSubmitted),
        });
    }

    private Fact Waive(Update update)
    {
        var ofUpdate = random.Next(8) == 0;
        var scope = new JsonObject
        {
            ["arch"] = random.Next(2) == 0 ? null : Pick(Arches),
            ["scenario"] = ofUpdate && random.Next(2) == 0 ? Pick(Scenarios) : null,
            ["product_version"] = random.Next(3) == 0 ? update.ProductVersion : null,
            ["waived"] = true,
            ["comment"] = "known",
            ["username"] = "kparal",
            ["time"] = Fact.Stamp(clock.GetUtcNow()),
        };
        var waiver = Fact.Of("waiver", Subject(update, ofUpdate), ofUpdate ? "update.boot" : Pick(Testcases), Id(), scope);
        waivers.Add(waiver.Body);
        return waiver;
    }

    private Fact Withdraw()
    {
        var body = waivers[random.Next(Math.Max(0, waivers.Count - Alive), waivers.Count)].DeepClone().AsObject();
        var id = Id();
        (body["id"], body["waived"], body["time"]) = (id, false, Fact.Stamp(clock.GetUtcNow()));
        return new Fact("waiver", id, body);
    }

    private JsonObject Subject(Update update, bool itself) => itself
        ? new JsonObject { ["type"] = "bodhi_update", ["id"] = update.Alias }
        : new JsonObject { ["type"] = "koji_build", ["id"] = Pick([.. update.Builds]) };

    private string Build() => $"{(random.Next(4) == 0 ? "kernel-core" : "package")}-{Name("1")}-1.fc44";

    private string Name(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{seed}.{++number}");

    private string Id()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }

    private sealed class Update(string alias, string productVersion)
    {
        public string Alias => alias;

        public string ProductVersion { get; set; } = productVersion;

        public List<string> Contexts { get; } = [];

        public List<string> Builds { get; } = [];
    }
}
