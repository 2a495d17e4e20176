using System.Net;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>What a check has said over time, from real results.</summary>
internal sealed class History
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    [Test]
    public async Task Of_a_build_and_of_its_package_with_flips_and_times_and_among_the_flaky()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        var update = TestUpdate.New("history");
        var (build, package) = (update.Builds[0], update.Builds[0].Split("-1.")[0]);
        var start = TimeProvider.System.GetUtcNow().AddDays(-3);
        // One after the other, since flips go by the order of the log. Queued at 0 minutes, failed at 10; then passed on the next day; and another build of the package.
        foreach (var (nvr, outcome, minutes) in new[]
        {
            (build, "QUEUED", 0), (build, "RUNNING", 4), (build, "FAILED", 10), (build, "ERROR", 1000), (build, "PASSED", 1440), ($"{package}-2-1", "FAILED", 1500),
        })
        {
            await client.RecordAsync(At(TestUpdate.Result(nvr, Depcheck, outcome), start.AddMinutes(minutes)));
        }

        await client.FallSilentAsync();
        var ofBuild = await suite.Http.ReadAsync($"/api/v1/history?subject={build}&testcase=dist.depcheck&arch=x86_64");
        var ofPackage = await suite.Http.ReadAsync($"/api/v1/history?package={package}");
        var flaky = (await suite.Http.ReadAsync($"/api/v1/flaky?package={package}"))["items"]!.AsArray().Single()!;

        Assert.That(((int)ofBuild["runs"]!, (int)ofBuild["pairs"]!, (int)ofBuild["flips"]!, (double)ofBuild["flakiness"]!), Is.EqualTo((5, 1, 1, 1.0)));
        Must.BeEqual(ofBuild["durations"]!, new JsonObject { ["runs"] = 1, ["mean_seconds"] = 600 });
        Assert.That(((string)ofBuild["last_run"]!["outcome"]!, (int)ofBuild["last_run"]!["age_minutes"]!), Is.EqualTo(("PASSED", 2 * 1440)).Or.EqualTo(("PASSED", (2 * 1440) + 1)));
        Assert.That(ofBuild["days"]!.AsArray().Select(d => (int)d!["flips"]!).Last(), Is.EqualTo(1), "on the day of the later run");
        Assert.That(ofBuild["days"]!.AsArray().Sum(d => d!["outcomes"]!.AsObject().Sum(o => (int)o.Value!)), Is.EqualTo(5));
        Assert.That((long)ofBuild["turnaround"]!.AsArray().Single()!["runs"]!, Is.GreaterThanOrEqualTo(1));
        Assert.That(((int)ofPackage["runs"]!, (int)ofPackage["pairs"]!, (int)ofPackage["flips"]!, (string)ofPackage["last_run"]!["outcome"]!), Is.EqualTo((6, 1, 1, "FAILED")));
        Assert.That(((string)flaky["testcase"]!, (int)flaky["runs"]!, (int)flaky["flips"]!, Math.Round((double)flaky["score"]!, 4)), Is.EqualTo((Depcheck.Testcase, 6, 1, 0.1111)));
        Assert.That((await suite.Http.ReadAsync($"/api/v1/history?subject={build}&arch=s390x"))["days"]!.AsArray(), Is.Empty);
        await using var database = new Database(suite.Endpoints.Postgres);
        await database.CaughtUpAsync();
        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(run.Output, Does.Match(@"views\.check_history: [1-9][\d,]* rows are the same, 0 differ").And.Match(@"views\.turnaround: [1-9][\d,]* rows are the same, 0 differ").And.Match(@"views\.cell: [1-9][\d,]* rows are the same, 0 differ"));
    }

    [Test]
    public async Task The_flaky_are_paged_by_score()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        var update = TestUpdate.New("history");
        var package = update.Builds[0].Split("-1.")[0];
        foreach (var outcome in new[] { "PASSED", "FAILED", "PASSED" })
        {
            await client.RecordAsync(new[] { "x86_64", "i386", "armhfp" }.Select(arch => update.Result(0, TestUpdate.Depcheck(arch), arch == "i386" && outcome == "FAILED" ? "PASSED" : outcome)).ToList());
        }

        await client.FallSilentAsync();
        var arches = new List<string>();
        for (var next = ""; ;)
        {
            var page = await suite.Http.ReadAsync($"/api/v1/flaky?package={package}&limit=1{next}");
            arches.AddRange(page["items"]!.AsArray().Select(c => (string)c!["arch"]!));
            if (page["next"] is null)
            {
                break;
            }

            next = $"&cursor={page["next"]}";
        }

        Assert.That(arches, Is.EquivalentTo(new[] { "x86_64", "armhfp" }), "what always said the same is not flaky");
    }

    [TestCase("history", "subject")]
    [TestCase("history?subject=a-1-1&package=a", "package")]
    [TestCase("history?subject=a-1-1&subject=b-1-1", "subject")]
    [TestCase("history?package=a&subject_type=compose", "subject_type")]
    [TestCase("history?subject=a-1-1&subject_type=a%20b", "subject_type")]
    [TestCase("history?subject=a-1-1&arch=a%20b", "arch")]
    [TestCase("history?subject=a-1-1&outcome=PASSED", "outcome")]
    [TestCase("flaky?limit=0", "limit")]
    [TestCase("flaky?cursor=abc", "cursor")]
    [TestCase("flaky?arch=x86_64", "arch")]
    public async Task A_bad_parameter_is_named(string path, string parameter)
    {
        var answer = await (await OnePlatform.SuiteAsync()).Http.AskAsync($"/api/v1/{path}");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(JsonNode.Parse(answer.Text)!["errors"]!.AsArray().Select(e => (string)e!["field"]!), Is.EqualTo(new[] { parameter }));
    }

    private static Outgoing At(Outgoing result, DateTimeOffset time)
    {
        var body = JsonNode.Parse(result.Body.Span)!.AsObject();
        body["submit_time"] = TestUpdate.Stamp(time);
        return result with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}
