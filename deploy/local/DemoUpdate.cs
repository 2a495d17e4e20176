using System.Globalization;

namespace Gatehouse.Local;

/// <summary>An update of the demonstration, with two builds that no earlier demonstration has used, and the results of its checks.</summary>
internal sealed class DemoUpdate(DemoBus bus, string name, string productVersion, TimeProvider time)
{
    private static readonly string[] Arches = ["x86_64", "i386", "armhfp"];
    private readonly string release = time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    public string Alias => $"DEMO-{release}-{name}";

    public string[] Builds => [$"glibc-2.42-{release}.{name}", $"gcc-16.0.1-{release}.{name}"];

    /// <summary>All ten results that its policy asks for, as (build, testcase, arch).</summary>
    public IEnumerable<(string Build, string Testcase, string? Arch)> Checks =>
        from build in Builds
        from check in (IEnumerable<(string, string?)>)[.. Arches.Select(arch => ("dist.depcheck", (string?)arch)), ("dist.upgradepath", "noarch"), ("dist.rpmlint", null)]
        select (build, check.Item1, check.Item2);

    public Task DefineAsync(CancellationToken cancel) => bus.PublishAsync("gatehouse.updates", $"update.{Alias}", new
    {
        alias = Alias,
        product_version = productVersion,
        decision_contexts = (string[])["push_stable"],
        builds = Builds,
        submitter = "demo",
        title = $"demonstration {name}",
        time = time.GetUtcNow(),
    }, cancel);

    public Task ReportAsync(string build, string testcase, string? arch, string outcome, CancellationToken cancel) =>
        bus.PublishAsync("gatehouse.results", $"result.koji_build.{testcase}", new
        {
            id = Guid.CreateVersion7(),
            subject = new { type = "koji_build", id = build },
            testcase,
            arch,
            outcome,
            submit_time = time.GetUtcNow(),
            ref_url = "https://ci.example.org/runs/1",
        }, cancel);

    /// <summary>Returns when its gate has said something on a routing key that ends so.</summary>
    public Task<bool> SaidAsync(string ending, CancellationToken cancel) => bus.UntilAsync(
        (key, body) => key.EndsWith(ending, StringComparison.Ordinal) && body.TryGetProperty("alias", out var alias) && alias.GetString() == Alias, cancel);
}
