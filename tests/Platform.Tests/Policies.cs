namespace Gatehouse.Platform.Tests;

/// <summary>A mistake in a policy stops the start of gating, and is named: it must never silently let updates through.</summary>
internal sealed class Policies
{
    [TestCase("id: typo\ncheks: []\n", "typo.yaml:2", "cheks")]
    [TestCase("id: hasty\ntimeout: soon\nchecks:\n  - { testcase: dist.depcheck }\n", "typo.yaml:2", "soon")]
    [TestCase("id: nothing\nmatch: {}\n", "typo.yaml:1", "checks")]
    [TestCase("id: nothing\nchecks: []\nrequire_results: none\n", "typo.yaml:3", "require_results")]
    [TestCase("id: twin\nchecks: [{ testcase: a }]\n---\nid: twin\nchecks: [{ testcase: b }]\n", "typo.yaml:4", "twin")]
    [TestCase("id: odd\nchecks: [\n", "typo.yaml", "YAML")]
    public async Task A_mistake_stops_the_start_and_is_named_by_file_line_and_reason(string yaml, string place, string reason)
    {
        var (exitCode, output) = await StartGatingAsync(yaml);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain(place).And.Contain(reason));
        Assert.That(output, Does.Not.Contain("   at "), "a reason, not a stack trace");
    }

    private static async Task<ProgramRun> StartGatingAsync(string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-policies-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "typo.yaml"), yaml);
        try
        {
            return await ProgramRun.OfAsync("Gatehouse.Gating.dll", [],
                // Nobody is there: policies are looked at before anything else.
                ("Gatehouse__Postgres", "postgresql://user:password@127.0.0.1:1/none"), ("Gatehouse__RabbitMq", "amqp://user:password@127.0.0.1:1/"),
                ("Gatehouse__Policies", folder.FullName), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
