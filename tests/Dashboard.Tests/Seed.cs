using System.Text.Json.Nodes;
using Gatehouse.Testing;

namespace Gatehouse.Dashboard.Tests;

/// <summary>What the pages show: updates in every state, with every answer.</summary>
internal static class Seed
{
    public const string Alias = "FEDORA-2026-1a2b3c";

    public static readonly string[] Builds = ["glibc-2.42-7.fc44", "gcc-16.0.1-3.fc44", "binutils-2.46-2.fc44", "java-1.8.0-openjdk-1.8.0.472-1.fc44"];

    private static readonly (string Testcase, string? Arch)[] Checks =
    [
        ("dist.depcheck", "x86_64"), ("dist.depcheck", "i386"), ("dist.depcheck", "armhfp"), ("dist.abicheck", "x86_64"), ("dist.abicheck", "aarch64"),
        ("dist.upgradepath", "noarch"), ("dist.rpmlint", null),
    ];

    public static async Task PlayAsync(Suite suite)
    {
        var http = suite.Http;
        await http.SendAsync("updates",
            Facts.Update(Alias, Builds, contexts: ["push_stable", "push_testing"], title: "New upstream releases of the toolchain: glibc 2.42, gcc 16 and what they need"),
            Facts.Update("FEDORA-2026-77aa01", ["hello-2.12.2-1.fc44"], title: "hello, once more"),
            Facts.Update("FEDORA-2026-b00b1e", ["kernel-6.18.3-200.fc44"], title: "Linux 6.18.3", submitter: "jforbes"),
            Facts.Update("FEDORA-2026-c0ffee", ["firefox-146.0-1.fc44", "nss-3.119-1.fc44"], contexts: ["push_testing", "push_stable"], title: "Firefox 146", submitter: "stransky"));
        await http.SendAsync("results", [.. Builds.SelectMany((build, b) => Checks.Select((check, c) => (Outcome: Outcome(b, c), Fact: Facts.Result(
            build, check.Testcase, check.Arch, Outcome(b, c) ?? "PASSED", b == 1 ? "143 checked, 1 broken dependency" : "143 checked")))).Where(r => r.Outcome is not null).Select(r => r.Fact),
            .. All("hello-2.12.2-1.fc44", "PASSED"), .. All("kernel-6.18.3-200.fc44", "FAILED")]);
        await http.SendAsync("waivers", new JsonObject
        {
            ["id"] = Guid.CreateVersion7().ToString(), ["subject"] = new JsonObject { ["type"] = "koji_build", ["id"] = Builds[2] }, ["testcase"] = "dist.abicheck",
            ["arch"] = "aarch64", ["comment"] = "The symbol was never public.", ["username"] = "mjw",
        });
        await suite.RejectedAsync(
            "gatehouse.results", $$"""{"subject": {"type": "koji_build", "id": "{{Builds[0]}}"}, "testcase": "dist.depcheck", "arch": "x86_64", "outcome": "GREEN"}""", routingKey: "result.koji_build.dist.depcheck");
    }

    private static IEnumerable<JsonObject> All(string build, string outcome) => Checks.Select(c => Facts.Result(build, c.Testcase, c.Arch, c.Testcase == "dist.depcheck" ? outcome : "PASSED"));

    // One of each answer somewhere; what is missing is null.
    private static string? Outcome(int build, int check) => (build, check) switch
    {
        (1, 1) => "FAILED",
        (2, 4) => "FAILED",
        (3, 2) => null,
        (3, 3) => "ERROR",
        (3, 4) => "RUNNING",
        (0, 6) => "NEEDS_INSPECTION",
        _ => "PASSED",
    };
}
